package com.example.boot4;

/** Where an order goes: names nobody itself. */
public class Address {
  private Long id;
  private String street;

  public Long getId() {
    return id;
  }

  public void setId(Long id) {
    this.id = id;
  }

  public String getStreet() {
    return street;
  }

  public void setStreet(String street) {
    this.street = street;
  }

  @Override
  public String toString() {
    return "Address(street=" + street + ")";
  }
}

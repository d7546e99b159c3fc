package com.example.boot3;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Where an order goes: names nobody itself. */
@Entity
@Table(name = "addresses")
public class Address {
  @Id private Long id;
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

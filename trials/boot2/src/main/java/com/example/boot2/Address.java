package com.example.boot2;

import com.baomidou.mybatisplus.annotation.TableId;
import com.baomidou.mybatisplus.annotation.TableName;
import java.io.Serializable;

/** Where an order goes: names nobody itself. */
@TableName("addresses")
public class Address implements Serializable {
  private static final long serialVersionUID = 1;

  @TableId private Long id;
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

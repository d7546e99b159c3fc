package com.example.boot3;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What a courier carries. */
@Entity
@Table(name = "parcels")
public class Parcel {
  @Id private String waybillNo;
  private String orderNo;
  private String courierId;
  private String receiverName;
  private String receiverPhone;
  private String street;

  public String getWaybillNo() {
    return waybillNo;
  }

  public String getOrderNo() {
    return orderNo;
  }

  public String getCourierId() {
    return courierId;
  }

  public String getReceiverName() {
    return receiverName;
  }

  public String getReceiverPhone() {
    return receiverPhone;
  }

  public String getStreet() {
    return street;
  }
}

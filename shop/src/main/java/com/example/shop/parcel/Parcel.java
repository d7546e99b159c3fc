package com.example.shop.parcel;

import java.time.LocalDateTime;

/**
 * A parcel on its way to a customer, as couriers see it: they call the receiver, so the phone is
 * plain.
 */
public class Parcel {
  private String waybillNo;
  private String orderNo;
  private String courierId;
  private String receiverName;
  private String receiverPhone;
  private String receiverAddress;
  private String status;
  private LocalDateTime handedOutAt;

  public String getWaybillNo() {
    return waybillNo;
  }

  public void setWaybillNo(String waybillNo) {
    this.waybillNo = waybillNo;
  }

  public String getOrderNo() {
    return orderNo;
  }

  public void setOrderNo(String orderNo) {
    this.orderNo = orderNo;
  }

  public String getCourierId() {
    return courierId;
  }

  public void setCourierId(String courierId) {
    this.courierId = courierId;
  }

  public String getReceiverName() {
    return receiverName;
  }

  public void setReceiverName(String receiverName) {
    this.receiverName = receiverName;
  }

  public String getReceiverPhone() {
    return receiverPhone;
  }

  public void setReceiverPhone(String receiverPhone) {
    this.receiverPhone = receiverPhone;
  }

  public String getReceiverAddress() {
    return receiverAddress;
  }

  public void setReceiverAddress(String receiverAddress) {
    this.receiverAddress = receiverAddress;
  }

  public String getStatus() {
    return status;
  }

  public void setStatus(String status) {
    this.status = status;
  }

  public LocalDateTime getHandedOutAt() {
    return handedOutAt;
  }

  public void setHandedOutAt(LocalDateTime handedOutAt) {
    this.handedOutAt = handedOutAt;
  }
}

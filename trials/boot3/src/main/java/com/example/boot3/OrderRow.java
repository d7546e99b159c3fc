package com.example.boot3;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;

/** A line of a list; the phone is masked by what writes it. */
public class OrderRow {
  private String orderNo;
  private String receiverName;
  private String receiverPhone;
  private String item;

  public String getOrderNo() {
    return orderNo;
  }

  public void setOrderNo(String orderNo) {
    this.orderNo = orderNo;
  }

  public String getReceiverName() {
    return receiverName;
  }

  public void setReceiverName(String receiverName) {
    this.receiverName = receiverName;
  }

  @JsonSerialize(using = MaskedPhone.class)
  public String getReceiverPhone() {
    return receiverPhone;
  }

  public void setReceiverPhone(String receiverPhone) {
    this.receiverPhone = receiverPhone;
  }

  public String getItem() {
    return item;
  }

  public void setItem(String item) {
    this.item = item;
  }
}

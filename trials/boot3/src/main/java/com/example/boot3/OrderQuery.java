package com.example.boot3;

/** What is looked for: parameters of a request, and nobody's data. */
public class OrderQuery {
  private String receiverPhone;
  private String receiverName;

  public String getReceiverPhone() {
    return receiverPhone;
  }

  public void setReceiverPhone(String receiverPhone) {
    this.receiverPhone = receiverPhone;
  }

  public String getReceiverName() {
    return receiverName;
  }

  public void setReceiverName(String receiverName) {
    this.receiverName = receiverName;
  }
}

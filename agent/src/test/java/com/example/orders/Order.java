package com.example.orders;

import java.io.Serializable;
import java.time.LocalDateTime;

/** An order as services of this kind have them. */
public class Order implements Serializable {
  private static final long serialVersionUID = 1;

  private String orderNo;
  private Long customerId;
  private String receiverName;
  private String mobile;
  private String address;
  private String sellerId;
  private String status;
  private LocalDateTime createdAt;

  public Order() {}

  Order(Order other) {
    orderNo = other.orderNo;
    customerId = other.customerId;
    receiverName = other.receiverName;
    mobile = other.mobile;
    address = other.address;
    sellerId = other.sellerId;
    status = other.status;
    createdAt = other.createdAt;
  }

  /** As a query yields it that does not ask for the number. */
  static Order unnumbered(int number) {
    Order order = of(number);
    order.orderNo = null;
    return order;
  }

  public static Order of(int number) {
    Order order = new Order();
    order.orderNo = String.format("SO%08d", number);
    order.customerId = 70_000L + number;
    order.receiverName = "Zhang " + number;
    order.mobile = "1380000" + (1000 + number % 9000);
    order.address = "Lane " + number + ", Nowhere";
    order.sellerId = "S" + number % 7;
    order.status = "PAID";
    order.createdAt = LocalDateTime.of(2026, 3, 1 + number % 28, 12, 0);
    return order;
  }

  public String getOrderNo() {
    return orderNo;
  }

  public Long getCustomerId() {
    return customerId;
  }

  public void setCustomerId(Long customerId) {
    this.customerId = customerId;
  }

  public String getReceiverName() {
    return receiverName;
  }

  public String getMobile() {
    return mobile;
  }

  public void setMobile(String mobile) {
    this.mobile = mobile;
  }

  public String getAddress() {
    return address;
  }

  public void setAddress(String address) {
    this.address = address;
  }

  public String getSellerId() {
    return sellerId;
  }

  public void setSellerId(String sellerId) {
    this.sellerId = sellerId;
  }

  public String getStatus() {
    return status;
  }

  public void setStatus(String status) {
    this.status = status;
  }

  public LocalDateTime getCreatedAt() {
    return createdAt;
  }

  /** Uses the fields, as generated ones do. */
  @Override
  public String toString() {
    return "Order(" + orderNo + ", " + mobile + ")";
  }

  /** Uses every getter, as generated ones do: nobody looks at the values. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Order && getMobile().equals(((Order) other).getMobile());
  }

  @Override
  public int hashCode() {
    return getMobile().hashCode();
  }
}

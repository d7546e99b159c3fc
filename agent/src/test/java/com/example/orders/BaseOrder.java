package com.example.orders;

/** What orders of all kinds have. */
public class BaseOrder {
  private final long number;
  private final String mobile;

  BaseOrder(long number) {
    this.number = number;
    this.mobile = "1370000" + (1000 + number % 9000);
  }

  public long getNumber() {
    return number;
  }

  public String getMobile() {
    return mobile;
  }
}

package com.example.orders;

/** Inherits everything but the card. */
public class SpecialOrder extends BaseOrder {
  SpecialOrder(long number) {
    super(number);
  }

  public String getCard() {
    return "**** **** **** 4321";
  }
}

package com.example.boot4;

/** An order of which hardly anything is shown. */
public record MaskedOrder(String number, String who, String tel, String place) {
  static MaskedOrder of(Order order) {
    return new MaskedOrder(
        order.getOrderNo(),
        order.getReceiverName().charAt(0) + "**",
        MaskedPhone.mask(order.getReceiverPhone()),
        order.getAddress().getStreet().substring(0, 3) + "****");
  }
}

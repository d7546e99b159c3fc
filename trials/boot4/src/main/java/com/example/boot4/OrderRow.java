package com.example.boot4;

/**
 * A line of a list.
 *
 * @param receiverPhone masked already
 */
public record OrderRow(String orderNo, String receiverName, String receiverPhone, String item) {
  static OrderRow of(Order order) {
    return new OrderRow(
        order.getOrderNo(),
        order.getReceiverName(),
        MaskedPhone.mask(order.getReceiverPhone()),
        order.getItem());
  }
}

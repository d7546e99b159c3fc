package com.example.shop.order;

import java.math.BigDecimal;
import java.time.LocalDateTime;

/** A line of an order list. */
public record OrderRow(
    String orderNo,
    String sellerId,
    String receiverName,
    String receiverPhone,
    String item,
    BigDecimal amount,
    String status,
    LocalDateTime placedAt) {
  static OrderRow of(Order order) {
    return new OrderRow(
        order.getOrderNo(),
        order.getSellerId(),
        order.getReceiverName(),
        MaskedPhone.mask(order.getReceiverPhone()),
        order.getItem(),
        order.getAmount(),
        order.getStatus(),
        order.getPlacedAt());
  }
}

package com.example.shop.order;

import java.time.LocalDate;
import java.time.LocalDateTime;

/**
 * Which orders; null means any.
 *
 * @param orderNo the whole number
 * @param phoneTail the last four digits of the receiver's phone
 * @param placedFrom the earliest moment at which the order was placed
 * @param placedBefore later than the latest
 */
public record OrderFilter(
    String orderNo,
    String phoneTail,
    String status,
    String sellerId,
    String customerId,
    LocalDateTime placedFrom,
    LocalDateTime placedBefore) {
  static OrderFilter ofSeller(String sellerId, String status) {
    return new OrderFilter(null, null, status, sellerId, null, null, null);
  }

  static OrderFilter ofCustomer(String customerId) {
    return new OrderFilter(null, null, null, null, customerId, null, null);
  }

  /** What people type into the search box: four digits are a phone's tail, all else is a number. */
  OrderFilter searching(String text) {
    if (text == null || text.isBlank()) {
      return this;
    }
    String wanted = text.strip();
    boolean tail = wanted.matches("\\d{4}");
    return new OrderFilter(
        tail ? orderNo : wanted,
        tail ? wanted : phoneTail,
        status,
        sellerId,
        customerId,
        placedFrom,
        placedBefore);
  }

  /** Placed on these days, the first and the last included. */
  static OrderFilter placed(LocalDate first, LocalDate last, String status, String sellerId) {
    return new OrderFilter(
        null,
        null,
        status,
        sellerId,
        null,
        first == null ? null : first.atStartOfDay(),
        last == null ? null : last.plusDays(1).atStartOfDay());
  }
}

package com.example.shop.world;

import java.math.BigDecimal;
import java.time.LocalDateTime;

/** An order with its parcel, as generated. */
record Sale(
    String orderNo,
    Buyer buyer,
    String sellerId,
    String waybillNo,
    String courierId,
    String cardTail,
    String item,
    BigDecimal amount,
    String remark,
    String status,
    LocalDateTime placedAt,
    LocalDateTime handedOutAt) {

  /** A customer. */
  record Buyer(String id, String name, String phone, String address) {}
}

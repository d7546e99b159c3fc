package com.example.boot4;

/** What a courier carries. */
public record Parcel(
    String waybillNo,
    String orderNo,
    String courierId,
    String receiverName,
    String receiverPhone,
    String street) {}

package com.example.boot4;

/**
 * What a courier carries.
 *
 * @param receiverPhone a number, as some take a phone for
 */
public record Parcel(
    String waybillNo,
    String orderNo,
    String courierId,
    String receiverName,
    long receiverPhone,
    String street) {}

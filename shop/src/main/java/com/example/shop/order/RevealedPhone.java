package com.example.shop.order;

/** What the button beside a masked phone gives. */
public record RevealedPhone(String orderNo, String receiverPhone) {}

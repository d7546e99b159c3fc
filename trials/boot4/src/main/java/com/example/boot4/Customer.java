package com.example.boot4;

public record Customer(String customerId, String name, String phone, String email) {}

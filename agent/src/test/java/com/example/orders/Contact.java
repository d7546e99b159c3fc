package com.example.orders;

/** A person without an order: nothing says whose data it is. */
public record Contact(String contactName, String tel) {}

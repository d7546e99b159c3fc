package com.example.shop.account;

/** What somebody is to the shop; the authority is {@code ROLE_} and the name. */
public enum AccountKind {
  STAFF,
  SELLER,
  COURIER,
  CUSTOMER
}

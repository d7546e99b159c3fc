package com.example.held;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Instant;
import java.util.List;

/** Orders that hold their customers as objects, as with JPA. */
final class Shop {
  private Shop() {}

  @Retention(RetentionPolicy.RUNTIME)
  @interface Table {
    String name();
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface Id {}

  @Retention(RetentionPolicy.RUNTIME)
  @interface ManyToOne {}

  @Table(name = "purchase_orders")
  static class PurchaseOrder {
    @Id Long id;
    String orderNumber;
    String receiverPhone;
    @ManyToOne Customer buyer;
    @ManyToOne Customer salesman;
    List<Customer> watchers;
    Instant createdAt;
    long total;
  }

  @Table(name = "customers")
  static class Customer {
    @Id Long customerId;
    String fullName;
    String phone;
    String customer_since;
    Customer referrer;
  }

  static class AfterSale {
    Long afterSaleId;
    String contactPhone;
    PurchaseOrder order;
    Customer one;
    Customer other;
  }

  /** Of its own nothing is personal but its number. */
  static class StoreOrder {
    @Id Long id;
    String orderNo;
    @ManyToOne Customer customer;
    int status;
    long cents;
  }

  /** Is known by the order that it holds, and that by its customer. */
  static class Parcel {
    Long id;
    String waybillNo;
    StoreOrder order;
    String carrier;
  }

  /** By its name an order, by its row alone. */
  static class Booking extends Row {
    Customer guest;
    long cents;
  }

  static class Row {
    Long id;
  }

  /** Has no number that anybody knows. */
  static class Basket {
    Long id;
    Long orderId;
    Customer customer;
  }

  /** Of an order, and of who works there. */
  static class OrderLog {
    String orderNo;
    Customer operator;
  }

  static class StoreOrderRequest {
    String orderNo;
    Customer customer;
  }

  static class Copies {
    String orderNo;
    StoreOrder order;
  }
}

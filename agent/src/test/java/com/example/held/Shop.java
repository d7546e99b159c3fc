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
}

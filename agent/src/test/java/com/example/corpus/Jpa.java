package com.example.corpus;

import com.example.corpus.Notes.Column;
import com.example.corpus.Notes.Email;
import com.example.corpus.Notes.Entity;
import com.example.corpus.Notes.Pattern;
import com.example.corpus.Notes.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** As with JPA, in English. */
final class Jpa {
  private Jpa() {}

  @Entity
  @Table(name = "customers")
  static class Customer {
    Long id;
    String firstName;
    String lastName;
    String gender;
    @Email String login;

    @Pattern(regexp = "^1[3-9]\\d{9}$")
    String reachableAt;

    LocalDate dateOfBirth;
    String companyName;
    Address billing;
  }

  /** Lies inside of customers and orders. */
  static class Address {
    String street;
    String city;
    String state;
    String zip;
    String country;
  }

  @Entity
  @Table(name = "purchase_orders")
  static class PurchaseOrder {
    Long id;
    String orderNumber;
    Customer customer;
    Long customerId;
    Address shippingAddress;
    String customerEmail;

    @Column(name = "ship_to_phone")
    String shipPh;

    @Column(columnDefinition = "varchar(32) COMMENT '持卡人姓名'")
    String chn;

    String cardLast4;
    String specialInstructions;
    String trackingNumber;
    String currency;
    String status;
    Instant createdAt;
    List<LineItem> items;
  }

  static class LineItem {
    Long id;
    Long orderId;
    String productName;
    String sku;
    int quantity;
  }

  @Entity
  static class Product {
    Long id;
    String name;
    String description;
    String manufacturer;
    String supportEmail;
  }

  @Entity
  static class Employee {
    Long id;
    String firstName;
    String lastName;
    String email;
    String phoneNumber;
  }

  @Entity
  static class Warehouse {
    Long id;
    String name;
    String phone;
    String addressLine1;
    String city;
    String postalCode;
  }

  /** A projection. */
  interface OrderSummary {
    String getOrderNumber();

    String getRecipientName();

    String getRecipientPhone();

    String getStatus();
  }

  record CustomerDto(Long customerId, String fullName, String emailAddress, String telephone) {}

  record ShipmentView(String trackingNo, String orderNo, String consigneeMobile, String carrier) {}

  record LoginRequest(String email, String password, String phone) {}

  record ProductView(String sku, String name, String description) {}

  record ServerStatus(String hostName, String ipAddress, String macAddress, int port) {}
}

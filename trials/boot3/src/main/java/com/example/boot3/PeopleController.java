package com.example.boot3;

import java.security.Principal;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Couriers, sellers and customers, and what staff see of a customer. */
@RestController
class PeopleController {
  private final Orders orders;
  private final OrderRows rows;
  private final Parcels parcels;
  private final Customers customers;

  PeopleController(Orders orders, OrderRows rows, Parcels parcels, Customers customers) {
    this.orders = orders;
    this.rows = rows;
    this.parcels = parcels;
    this.customers = customers;
  }

  @GetMapping("/parcels")
  List<Parcel> route(Principal courier) {
    return parcels.findByCourierIdOrderByWaybillNo(courier.getName());
  }

  @GetMapping("/seller/orders")
  List<OrderRow> sold(Principal seller) {
    return orders.findBySellerIdOrderByOrderNo(seller.getName()).stream().map(rows::row).toList();
  }

  @GetMapping("/my/orders")
  List<Order> bought(Principal customer) {
    return orders.findByCustomerIdOrderByOrderNo(customer.getName());
  }

  @GetMapping("/customers/{customerId}")
  CustomerPage customer(@PathVariable String customerId) {
    return new CustomerPage(
        customers.findById(customerId).orElseThrow(),
        orders.findByCustomerIdOrderByOrderNo(customerId).stream().map(rows::row).toList());
  }

  record CustomerPage(Customer customer, List<OrderRow> orders) {}
}

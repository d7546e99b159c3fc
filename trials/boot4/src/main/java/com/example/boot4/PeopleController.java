package com.example.boot4;

import java.security.Principal;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Couriers, sellers and customers, and what staff see of a customer. */
@RestController
class PeopleController {
  private final OrderMapper orders;

  PeopleController(OrderMapper orders) {
    this.orders = orders;
  }

  @GetMapping("/parcels")
  List<Parcel> route(Principal courier) {
    return orders.route(courier.getName());
  }

  @GetMapping("/seller/orders")
  List<OrderRow> sold(Principal seller) {
    return orders.ofSeller(seller.getName()).stream().map(OrderRow::of).toList();
  }

  @GetMapping("/my/orders")
  List<Order> bought(Principal customer) {
    return orders.ofCustomer(customer.getName());
  }

  @GetMapping("/customers/{customerId}")
  CustomerPage customer(@PathVariable String customerId) {
    return new CustomerPage(
        orders.customer(customerId),
        orders.ofCustomer(customerId).stream().map(OrderRow::of).toList());
  }

  record CustomerPage(Customer customer, List<OrderRow> orders) {}
}

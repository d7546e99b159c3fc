package com.example.shop.order;

import java.util.NoSuchElementException;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Sellers and customers see their own orders and no others. */
@RestController
class OwnOrdersController {
  private final OrderService orders;

  OwnOrdersController(OrderService orders) {
    this.orders = orders;
  }

  @GetMapping("/api/seller/orders")
  OrderPage sellersOrders(
      Authentication seller,
      @RequestParam(required = false) String status,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "20") int size) {
    return orders.page(OrderFilter.ofSeller(seller.getName(), status), page, size);
  }

  @GetMapping("/api/seller/orders/{orderNo}")
  Order sellersOrder(Authentication seller, @PathVariable String orderNo) {
    Order order = orders.open(orderNo);
    if (!order.getSellerId().equals(seller.getName())) {
      throw new NoSuchElementException("no such order");
    }
    return order;
  }

  @GetMapping("/api/my/orders")
  OrderPage myOrders(
      Authentication customer,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "20") int size) {
    return orders.page(OrderFilter.ofCustomer(customer.getName()), page, size);
  }
}

package com.example.boot2;

import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Rows that never become an order. */
@RestController
@RequestMapping("/reports")
class ReportController {
  private final OrderMapper orders;

  ReportController(OrderMapper orders) {
    this.orders = orders;
  }

  @GetMapping("/rows")
  List<Map<String, Object>> rows(@RequestParam String seller) {
    return orders.rows(seller);
  }

  @GetMapping("/contacts")
  List<OrderMapper.Contact> contacts(@RequestParam String seller) {
    return orders.contacts(seller);
  }
}

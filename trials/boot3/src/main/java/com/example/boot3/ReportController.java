package com.example.boot3;

import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Rows that never become an order. */
@RestController
@RequestMapping("/reports")
class ReportController {
  private final JdbcTemplate sql;
  private final Orders orders;

  ReportController(JdbcTemplate sql, Orders orders) {
    this.sql = sql;
    this.orders = orders;
  }

  @GetMapping("/rows")
  List<Map<String, Object>> rows(@RequestParam String seller) {
    return sql.queryForList(
        "select o.order_no as no, o.receiver_phone as tel, a.street as place from orders o"
            + " join addresses a on a.id = o.address_id where o.seller_id = ? order by 1",
        seller);
  }

  @GetMapping("/contacts")
  List<Orders.Contact> contacts(@RequestParam String seller) {
    return orders.findContactsBySellerIdOrderByOrderNo(seller);
  }
}

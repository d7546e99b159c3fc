package com.example.shop.order;

import cn.idev.excel.FastExcel;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What staff work with. */
@RestController
@RequestMapping("/api/orders")
class OrderController {
  private static final String XLSX =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  private final OrderService orders;

  OrderController(OrderService orders) {
    this.orders = orders;
  }

  /**
   * @param q an order number, or the last four digits of a phone
   */
  @GetMapping
  OrderPage list(
      @RequestParam(required = false) String q,
      @RequestParam(required = false) String status,
      @RequestParam(required = false) String sellerId,
      @RequestParam(required = false) LocalDate from,
      @RequestParam(required = false) LocalDate to,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "20") int size) {
    OrderFilter filter = OrderFilter.placed(from, to, status, sellerId);
    return orders.page(filter.searching(q), page, size);
  }

  @GetMapping("/{orderNo}")
  Order open(@PathVariable String orderNo) {
    return orders.open(orderNo);
  }

  @PostMapping("/{orderNo}/phone")
  RevealedPhone reveal(@PathVariable String orderNo) {
    return orders.reveal(orderNo);
  }

  @GetMapping("/export")
  void export(
      @RequestParam(required = false) String status,
      @RequestParam(required = false) LocalDate from,
      @RequestParam(required = false) LocalDate to,
      HttpServletResponse response)
      throws IOException {
    response.setContentType(XLSX);
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=orders.xlsx");
    OrderFilter filter = OrderFilter.placed(from, to, status, null);
    FastExcel.write(response.getOutputStream(), Order.class)
        .sheet("订单")
        .doWrite(orders.export(filter));
  }
}

package com.example.shop.order;

import java.util.List;
import java.util.NoSuchElementException;
import org.springframework.stereotype.Service;

/** Orders as the pages of staff, sellers and customers need them. */
@Service
class OrderService {
  private static final int MAX_PAGE = 100;
  private static final int MAX_EXPORT = 5_000;

  private final OrderMapper orders;

  OrderService(OrderMapper orders) {
    this.orders = orders;
  }

  /**
   * @param page from 0; less is taken as 0
   * @param size 1 to 100; brought into that range
   */
  OrderPage page(OrderFilter filter, int page, int size) {
    int wanted = Math.max(page, 0);
    int rows = Math.min(Math.max(size, 1), MAX_PAGE);
    List<OrderRow> found =
        orders.list(filter, rows, (long) wanted * rows).stream().map(OrderRow::of).toList();
    return new OrderPage(found, wanted, rows, orders.count(filter));
  }

  /** At most 5,000 orders, newest first. */
  List<Order> export(OrderFilter filter) {
    return orders.list(filter, MAX_EXPORT, 0);
  }

  /**
   * @throws NoSuchElementException where there is no such order
   */
  Order open(String orderNo) {
    Order order = orders.find(orderNo);
    if (order == null) {
      throw new NoSuchElementException("no such order");
    }
    return order;
  }

  RevealedPhone reveal(String orderNo) {
    Order order = open(orderNo);
    return new RevealedPhone(order.getOrderNo(), order.getReceiverPhone());
  }
}

package com.example.boot2;

import com.baomidou.mybatisplus.core.toolkit.Wrappers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.SessionAttribute;

/** Couriers, sellers and customers, and what staff see of a customer. */
@RestController
class PeopleController {
  private final Orders orders;
  private final ParcelMapper parcels;
  private final CustomerMapper customers;

  PeopleController(Orders orders, ParcelMapper parcels, CustomerMapper customers) {
    this.orders = orders;
    this.parcels = parcels;
    this.customers = customers;
  }

  @GetMapping("/parcels")
  List<Parcel> route(@SessionAttribute LoginUser user) {
    return parcels.selectList(
        Wrappers.<Parcel>lambdaQuery()
            .eq(Parcel::getCourierId, user.getId())
            .orderByAsc(Parcel::getWaybillNo));
  }

  @GetMapping("/seller/orders")
  List<OrderRow> sold(@SessionAttribute LoginUser user) {
    return Orders.rows(orders.ofSeller(user.getId()));
  }

  @GetMapping("/my/orders")
  List<Order> bought(@SessionAttribute LoginUser user) {
    return orders.ofCustomer(user.getId());
  }

  @GetMapping("/customers/{customerId}")
  Map<String, Object> customer(@PathVariable String customerId) {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("customer", customers.selectById(customerId));
    page.put("orders", Orders.rows(orders.ofCustomer(customerId)));
    return page;
  }
}

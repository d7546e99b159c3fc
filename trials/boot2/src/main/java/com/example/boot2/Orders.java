package com.example.boot2;

import com.baomidou.mybatisplus.core.toolkit.Wrappers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.BeanUtils;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Orders with their addresses. */
@Service
public class Orders {
  private final OrderMapper orders;
  private final AddressMapper addresses;

  Orders(OrderMapper orders, AddressMapper addresses) {
    this.orders = orders;
    this.addresses = addresses;
  }

  Order one(String orderNo) {
    Order order = orders.selectById(orderNo);
    order.setAddress(addresses.selectById(order.getAddressId()));
    return order;
  }

  List<Order> all() {
    return withAddresses(
        orders.selectList(Wrappers.<Order>lambdaQuery().orderByAsc(Order::getOrderNo)));
  }

  List<Order> page(int page, int size) {
    return orders.selectList(
        Wrappers.<Order>lambdaQuery()
            .orderByAsc(Order::getOrderNo)
            .last("limit " + size + " offset " + size * page));
  }

  List<Order> search(OrderQuery query) {
    return orders.selectList(
        Wrappers.<Order>lambdaQuery()
            .eq(Order::getReceiverPhone, query.getReceiverPhone())
            .or()
            .eq(Order::getReceiverName, query.getReceiverName())
            .orderByAsc(Order::getOrderNo));
  }

  List<Order> ofSeller(String seller) {
    return orders.selectList(
        Wrappers.<Order>lambdaQuery().eq(Order::getSellerId, seller).orderByAsc(Order::getOrderNo));
  }

  List<Order> ofCustomer(String customer) {
    return withAddresses(
        orders.selectList(
            Wrappers.<Order>lambdaQuery()
                .eq(Order::getCustomerId, customer)
                .orderByAsc(Order::getOrderNo)));
  }

  @Transactional
  public void save(Order changed) {
    Order order = one(changed.getOrderNo());
    order.setReceiverName(changed.getReceiverName());
    order.setReceiverPhone(changed.getReceiverPhone());
    order.setRemark(changed.getRemark());
    order.getAddress().setStreet(changed.getAddress().getStreet());
    orders.updateById(order);
    addresses.updateById(order.getAddress());
  }

  static List<OrderRow> rows(List<Order> orders) {
    List<OrderRow> rows = new ArrayList<>();
    for (Order order : orders) {
      OrderRow row = new OrderRow();
      BeanUtils.copyProperties(order, row);
      rows.add(row);
    }
    return rows;
  }

  private List<Order> withAddresses(List<Order> found) {
    List<Long> ids = found.stream().map(Order::getAddressId).collect(Collectors.toList());
    Map<Long, Address> byId =
        addresses.selectBatchIds(ids).stream()
            .collect(Collectors.toMap(Address::getId, Function.identity()));
    found.forEach(order -> order.setAddress(byId.get(order.getAddressId())));
    return found;
  }
}

package com.example.boot3;

import java.util.List;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;

interface Orders extends JpaRepository<Order, String> {
  List<Order> findByCustomerIdNotOrderByOrderNo(String customerId, Pageable page);

  List<Order> findByReceiverPhoneOrReceiverNameOrderByOrderNo(String phone, String name);

  List<Order> findBySellerIdOrderByOrderNo(String sellerId);

  List<Order> findByCustomerIdOrderByOrderNo(String customerId);

  List<Contact> findContactsBySellerIdOrderByOrderNo(String sellerId);

  /** What a report needs of an order. */
  interface Contact {
    String getOrderNo();

    String getReceiverName();

    String getReceiverPhone();
  }
}

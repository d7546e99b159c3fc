package com.example.libraries;

import com.example.orders.Order;
import jakarta.servlet.http.HttpServletResponse;

/** What is done with an order by a library of one version; one class for each library. */
public interface Case {
  /**
   * @param how in which of the library's ways
   */
  void run(String how, Order order, HttpServletResponse response) throws Exception;
}

package com.example.boot2;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;

/** Pages to print, and pages that wait for one another. */
@Controller
class PageController {
  private final Orders orders;
  private final CyclicBarrier both = new CyclicBarrier(2);

  PageController(Orders orders) {
    this.orders = orders;
  }

  @GetMapping("/orders/{orderNo}/print")
  String print(@PathVariable String orderNo, Model model) {
    model.addAttribute("order", orders.one(orderNo));
    return "order";
  }

  /** Answers once two requests have each loaded their order. */
  @GetMapping("/orders/{orderNo}/meeting")
  @ResponseBody
  Order meeting(@PathVariable String orderNo)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    Order order = orders.one(orderNo);
    both.await(20, TimeUnit.SECONDS);
    return order;
  }
}

package com.example.boot2;

import com.alibaba.fastjson.JSON;
import com.alibaba.fastjson.serializer.SerializerFeature;
import com.example.boot2.AuditAspect.Audited;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.validation.Validator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeanUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What staff do with orders. */
@RestController
@RequestMapping("/orders")
class OrderController {
  private static final Logger log = LoggerFactory.getLogger(OrderController.class);

  private final Orders orders;
  private final Validator validator;

  OrderController(Orders orders, Validator validator) {
    this.orders = orders;
    this.validator = validator;
  }

  @GetMapping
  List<OrderRow> list(
      @RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "20") int size) {
    return Orders.rows(orders.page(page, size));
  }

  @GetMapping("/search")
  List<OrderRow> search(OrderQuery query) {
    return Orders.rows(orders.search(query));
  }

  @GetMapping("/{orderNo}")
  Order open(@PathVariable String orderNo) {
    return orders.one(orderNo);
  }

  @PostMapping("/{orderNo}/reveal")
  Map<String, String> reveal(@PathVariable String orderNo) {
    return Collections.singletonMap("phone", open(orderNo).getReceiverPhone());
  }

  /** Read by another thread than that of the request. */
  @GetMapping("/{orderNo}/later")
  CompletableFuture<Map<String, String>> later(@PathVariable String orderNo) {
    return CompletableFuture.supplyAsync(() -> reveal(orderNo));
  }

  @GetMapping("/{orderNo}/address")
  Address address(@PathVariable String orderNo) {
    return open(orderNo).getAddress();
  }

  /** Characters beyond ASCII are escaped. */
  @GetMapping(path = "/{orderNo}/text", produces = MediaType.APPLICATION_JSON_VALUE)
  String text(@PathVariable String orderNo) {
    return JSON.toJSONString(open(orderNo), SerializerFeature.BrowserCompatible);
  }

  @Audited
  @GetMapping("/{orderNo}/audited")
  public Order audited(@PathVariable String orderNo) {
    return open(orderNo);
  }

  @PutMapping("/{orderNo}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void save(@PathVariable String orderNo, @RequestBody Order changed) {
    changed.setOrderNo(orderNo);
    orders.save(changed);
  }

  @PostMapping("/{orderNo}/note")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void note(@PathVariable String orderNo) {
    log.info("noted {}", open(orderNo));
  }

  @PostMapping("/{orderNo}/remind")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remind(@PathVariable String orderNo) {
    log.info("reminded {}", MaskedPhone.mask(open(orderNo).getReceiverPhone()));
  }

  /** Whatever frameworks do with an order that nobody is shown. */
  @PostMapping("/{orderNo}/check")
  Map<String, Object> check(@PathVariable String orderNo) {
    Order order = open(orderNo);
    Order copy = new Order();
    BeanUtils.copyProperties(order, copy);
    Set<Order> distinct = new HashSet<>(Arrays.asList(order, copy));
    orders.save(order);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("distinct", distinct.size());
    answer.put("valid", validator.validate(order).isEmpty());
    answer.put("same", order.getReceiverPhone().equals(copy.getReceiverPhone()));
    answer.put("length", order.toString().length() > 0);
    return answer;
  }

  /** What went wrong is told with whom it went wrong for. */
  @PostMapping("/{orderNo}/fail")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void fail(@PathVariable String orderNo) {
    try {
      throw new IllegalStateException("nobody answers at " + open(orderNo).getReceiverPhone());
    } catch (IllegalStateException e) {
      log.warn("order {} cannot be brought", orderNo, e);
    }
  }

  @GetMapping("/{orderNo}/masked")
  MaskedOrder masked(@PathVariable String orderNo) {
    return MaskedOrder.of(open(orderNo));
  }
}

package com.example.boot3;

import com.example.boot3.AuditAspect.Audited;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.validation.Validator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeanUtils;
import org.springframework.data.domain.PageRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.transaction.annotation.Transactional;
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
  private final OrderRows rows;
  private final Validator validator;
  private final ObjectMapper json;

  OrderController(Orders orders, OrderRows rows, Validator validator, ObjectMapper json) {
    this.orders = orders;
    this.rows = rows;
    this.validator = validator;
    this.json = json;
  }

  @GetMapping
  List<OrderRow> list(
      @RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "20") int size) {
    return orders.findByCustomerIdNotOrderByOrderNo("", PageRequest.of(page, size)).stream()
        .map(rows::row)
        .toList();
  }

  @GetMapping("/search")
  List<OrderRow> search(OrderQuery query) {
    return orders
        .findByReceiverPhoneOrReceiverNameOrderByOrderNo(
            query.getReceiverPhone(), query.getReceiverName())
        .stream()
        .map(rows::row)
        .toList();
  }

  @GetMapping("/{orderNo}")
  Order open(@PathVariable String orderNo) {
    return orders.findById(orderNo).orElseThrow();
  }

  @PostMapping("/{orderNo}/reveal")
  Map<String, String> reveal(@PathVariable String orderNo) {
    return Map.of("phone", open(orderNo).getReceiverPhone());
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

  @GetMapping(path = "/{orderNo}/text", produces = MediaType.APPLICATION_JSON_VALUE)
  String text(@PathVariable String orderNo) throws JsonProcessingException {
    return json.writeValueAsString(open(orderNo));
  }

  @Audited
  @GetMapping("/{orderNo}/audited")
  public Order audited(@PathVariable String orderNo) {
    return open(orderNo);
  }

  @PutMapping("/{orderNo}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Transactional
  public void save(@PathVariable String orderNo, @RequestBody Order changed) {
    Order order = open(orderNo);
    order.setReceiverName(changed.getReceiverName());
    order.setReceiverPhone(changed.getReceiverPhone());
    order.setRemark(changed.getRemark());
    order.getAddress().setStreet(changed.getAddress().getStreet());
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
  @Transactional
  public Map<String, Object> check(@PathVariable String orderNo) {
    Order order = open(orderNo);
    Order copy = new Order();
    BeanUtils.copyProperties(order, copy);
    Set<Order> distinct = new HashSet<>(List.of(order));
    distinct.add(copy);
    OrderRow row = rows.row(order);
    order.setStatus("CHECKED");
    return Map.of(
        "distinct",
        distinct.size(),
        "valid",
        validator.validate(order).isEmpty(),
        "same",
        row.getReceiverPhone().equals(copy.getReceiverPhone()),
        "length",
        order.toString().length() > 0);
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

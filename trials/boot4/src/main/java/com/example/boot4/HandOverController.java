package com.example.boot4;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.MDC;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What goes to other services, queues and caches. */
@RestController
@RequestMapping("/orders/{orderNo}")
class HandOverController {
  private final OrderMapper orders;
  private final Carrier carrier;
  private final KafkaTemplate<String, Object> queue;
  private final RedisTemplate<String, Object> cache;

  HandOverController(
      OrderMapper orders,
      Carrier carrier,
      KafkaTemplate<String, Object> queue,
      RedisTemplate<String, Object> cache) {
    this.orders = orders;
    this.carrier = carrier;
    this.queue = queue;
    this.cache = cache;
  }

  @PostMapping("/ship")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void ship(@PathVariable String orderNo) {
    Order order = orders.one(orderNo);
    carrier.announce(
        new Carrier.Waybill(
            order.getWaybillNo(),
            order.getReceiverName(),
            order.getReceiverPhone(),
            order.getAddress().getStreet()));
  }

  @PostMapping("/sms")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void sms(@PathVariable String orderNo) {
    carrier.sms(orders.one(orderNo).getReceiverPhone());
  }

  @PostMapping("/event")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void event(@PathVariable String orderNo) throws Exception {
    Order order = orders.one(orderNo);
    ProducerRecord<String, Object> event =
        new ProducerRecord<>(
            "orders",
            new Paid(
                order.getOrderNo(),
                order.getReceiverName(),
                order.getReceiverPhone(),
                order.getAddress().getStreet()));
    event.headers().add("traceparent", MDC.get("traceparent").getBytes(StandardCharsets.UTF_8));
    queue.send(event).get(20, TimeUnit.SECONDS);
  }

  @PostMapping("/cache")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void cache(@PathVariable String orderNo) {
    cache.opsForValue().set("order:" + MDC.get("request"), orders.one(orderNo));
  }

  record Paid(String orderNo, String receiverName, String receiverPhone, String street) {}
}

package com.example.boot4;

import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** The service that carries parcels. */
@Component
class Carrier {
  private final RestClient client;

  Carrier(RestClient.Builder client, @Value("${carrier.url}") String url) {
    this.client = client.baseUrl(url).build();
  }

  void announce(Waybill waybill) {
    client
        .post()
        .uri("/waybills")
        .header("traceparent", MDC.get("traceparent"))
        .contentType(MediaType.APPLICATION_JSON)
        .body(waybill)
        .retrieve()
        .toBodilessEntity();
  }

  void sms(String phone) {
    client
        .get()
        .uri("/sms?to={phone}", phone)
        .header("traceparent", MDC.get("traceparent"))
        .retrieve()
        .toBodilessEntity();
  }

  record Waybill(String waybillNo, String receiverName, String receiverPhone, String street) {}
}

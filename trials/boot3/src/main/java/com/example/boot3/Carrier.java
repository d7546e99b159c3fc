package com.example.boot3;

import feign.Feign;
import feign.Headers;
import feign.Param;
import feign.RequestLine;
import feign.jackson.JacksonEncoder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The service that carries parcels. */
interface Carrier {
  @RequestLine("POST /waybills")
  @Headers({"Content-Type: application/json", "traceparent: {traceparent}"})
  void announce(@Param("traceparent") String traceparent, Waybill waybill);

  @RequestLine("GET /sms?to={phone}")
  @Headers("traceparent: {traceparent}")
  void sms(@Param("traceparent") String traceparent, @Param("phone") String phone);

  record Waybill(String waybillNo, String receiverName, String receiverPhone, String street) {}

  @Configuration
  class Client {
    @Bean
    Carrier carrier(@Value("${carrier.url}") String url) {
      return Feign.builder().encoder(new JacksonEncoder()).target(Carrier.class, url);
    }
  }
}

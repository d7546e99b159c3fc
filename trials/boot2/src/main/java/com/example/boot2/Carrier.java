package com.example.boot2;

import java.util.Collections;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestTemplate;

/** The service that carries parcels. */
@Component
class Carrier {
  private final RestTemplate client =
      new RestTemplate(Collections.singletonList(WebConfiguration.fastjson()));
  private final String url;

  Carrier(@Value("${carrier.url}") String url) {
    this.url = url;
  }

  void announce(Waybill waybill) {
    HttpHeaders headers = new HttpHeaders();
    headers.setContentType(MediaType.APPLICATION_JSON);
    headers.set("traceparent", MDC.get("traceparent"));
    client.postForLocation(url + "/waybills", new HttpEntity<>(waybill, headers));
  }

  void sms(String phone) {
    HttpHeaders headers = new HttpHeaders();
    headers.set("traceparent", MDC.get("traceparent"));
    client.exchange(
        url + "/sms?to={phone}", HttpMethod.GET, new HttpEntity<>(headers), Void.class, phone);
  }

  public static class Waybill {
    private final String waybillNo;
    private final String receiverName;
    private final String receiverPhone;
    private final String street;

    Waybill(String waybillNo, String receiverName, String receiverPhone, String street) {
      this.waybillNo = waybillNo;
      this.receiverName = receiverName;
      this.receiverPhone = receiverPhone;
      this.street = street;
    }

    public String getWaybillNo() {
      return waybillNo;
    }

    public String getReceiverName() {
      return receiverName;
    }

    public String getReceiverPhone() {
      return receiverPhone;
    }

    public String getStreet() {
      return street;
    }
  }
}

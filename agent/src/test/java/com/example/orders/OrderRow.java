package com.example.orders;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.io.IOException;

/** A row of a list: a record, with a phone number that its serialiser masks. */
public record OrderRow(
    String orderNo, String consignee, @JsonSerialize(using = Masked.class) String phone) {

  static OrderRow of(Order order) {
    return new OrderRow(order.getOrderNo(), "", order.getMobile());
  }

  static final class Masked extends JsonSerializer<String> {
    @Override
    public void serialize(String value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(value.substring(0, 3) + "****" + value.substring(7));
    }
  }
}

package com.example.boot3;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;

/** Writes 15400001234 as 154****1234. */
public class MaskedPhone extends StdSerializer<String> {
  private static final long serialVersionUID = 1;

  public MaskedPhone() {
    super(String.class);
  }

  @Override
  public void serialize(String phone, JsonGenerator json, SerializerProvider provider)
      throws IOException {
    json.writeString(mask(phone));
  }

  static String mask(String phone) {
    return phone.substring(0, 3) + "****" + phone.substring(7);
  }
}

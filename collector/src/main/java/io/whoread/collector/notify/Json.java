package io.whoread.collector.notify;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON as peers are sent it and answer with it. */
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final JsonMapper ASCII =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private Json() {}

  static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /** With every other character escaped. */
  static byte[] ascii(Object value) {
    return ASCII.writeValueAsString(value).getBytes(StandardCharsets.US_ASCII);
  }

  /** A missing node where the text is no JSON. */
  static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      return MAPPER.missingNode();
    }
  }
}

package io.whoread.collector.ingest;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Finds the field that keeps a JSON text from being a message. The parser says what is wrong with a
 * value, which it repeats, and not where; so each field is given to it by itself.
 */
final class JsonFault {
  private static final JsonMapper JSON = new JsonMapper();

  private JsonFault() {}

  /**
   * @param text which is not of this type
   * @return the field's path and what would be right there, without the value; null where no field
   *     is to blame
   */
  static String in(String text, Descriptor type) {
    try {
      JsonNode root = JSON.readTree(text);
      return root.isObject() ? in(root, type, "") : null;
    } catch (JacksonException e) {
      // No JSON at all.
      return null;
    }
  }

  private static String in(JsonNode message, Descriptor type, String path) {
    for (Map.Entry<String, JsonNode> member : message.properties()) {
      FieldDescriptor field = field(type, member.getKey());
      if (field == null || isTaken(type, member.getKey(), member.getValue())) {
        continue;
      }
      String place = path + member.getKey();
      if (!field.isRepeated() || field.isMapField()) {
        return in(member.getValue(), field, place);
      }
      if (!member.getValue().isArray()) {
        return place + ": expected a list";
      }
      List<JsonNode> elements = new ArrayList<>(member.getValue().values());
      for (int i = 0; i < elements.size(); i++) {
        JsonNode alone = JsonNodeFactory.instance.arrayNode().add(elements.get(i));
        if (!isTaken(type, member.getKey(), alone)) {
          return in(elements.get(i), field, place + '[' + i + ']');
        }
      }
    }
    return null;
  }

  private static String in(JsonNode value, FieldDescriptor field, String place) {
    boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && value.isObject();
    String within =
        message && !field.isMapField() ? in(value, field.getMessageType(), place + '.') : null;
    return within != null ? within : place + ": expected " + expected(field);
  }

  private static FieldDescriptor field(Descriptor type, String name) {
    return type.getFields().stream()
        .filter(field -> field.getName().equals(name) || field.getJsonName().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static boolean isTaken(Descriptor type, String name, JsonNode value) {
    try {
      JsonNode alone = JsonNodeFactory.instance.objectNode().set(name, value);
      JsonFormat.parser().merge(alone.toString(), DynamicMessage.newBuilder(type));
      return true;
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  private static String expected(FieldDescriptor field) {
    return switch (field.getType()) {
      case ENUM ->
          field.getEnumType().getValues().stream()
              .filter(value -> value.getNumber() != 0)
              .map(EnumValueDescriptor::getName)
              .collect(Collectors.joining(", ", "one of ", ", or its number"));
      case BYTES -> "bytes in base64";
      case STRING -> "a text";
      case BOOL -> "true or false";
      case UINT32, UINT64 -> "a whole number from 0";
      case SINT32, SINT64, INT32, INT64 -> "a whole number";
      case MESSAGE ->
          field.getMessageType().getFullName().equals(Timestamp.getDescriptor().getFullName())
              ? "a time such as 2026-03-01T01:30:00Z"
              : "an object";
      default -> "a " + field.getType().name().toLowerCase(Locale.ROOT);
    };
  }
}

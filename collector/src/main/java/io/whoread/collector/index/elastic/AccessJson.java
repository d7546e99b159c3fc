package io.whoread.collector.index.elastic;

import io.whoread.collector.index.AccessScan;
import io.whoread.collector.index.Forms;
import io.whoread.collector.index.LazyBatch;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Channel;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Operation;
import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The document of an access. Fields are named by the Elastic Common Schema where it has a name, and
 * else under {@code whoread}; pseudonyms are lower-case hexadecimal.
 */
final class AccessJson {
  static final String TIME = "@timestamp";
  static final String OPERATION = "event.action";
  static final String SERVICE = "service.name";
  static final String ACTOR = "user.id";
  static final String ROLE = "user.roles";
  static final String ADDRESS = "client.address";
  static final String FORM = "whoread.form";
  static final String POSITION = "whoread.position";
  static final String ORDINAL = "whoread.ordinal";
  static final String SUBJECT = "whoread.subject";

  private static final String CHANNEL = "CHANNEL_";
  private static final JsonFactory JSON = new JsonFactory();

  private final Set<String> kinds = new LinkedHashSet<>();
  private final Set<String> plain = new LinkedHashSet<>();
  private final Set<String> masked = new LinkedHashSet<>();
  private final Set<String> touched = new LinkedHashSet<>();
  private final Set<String> channels = new LinkedHashSet<>();

  /** Identifies an access for good, whoever writes its document and however often. */
  static String id(long position, int ordinal) {
    return position + "-" + ordinal;
  }

  /** The document of the access that was scanned last. */
  byte[] write(long position, int ordinal, String service, LazyBatch batch, AccessScan access) {
    Operation operation = batch.operation(access.operation());
    Caller caller = batch.caller(access.caller());
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeNumberProperty(TIME, batch.startMs() + access.offsetMs());
      json.writeObjectPropertyStart("event");
      json.writeStringProperty("action", operation.getName());
      json.writeEndObject();
      json.writeObjectPropertyStart("service");
      json.writeStringProperty("name", service);
      json.writeObjectPropertyStart("node");
      json.writeStringProperty("name", batch.instance());
      json.writeEndObject();
      json.writeEndObject();
      json.writeObjectPropertyStart("user");
      json.writeStringProperty("id", caller.getActor().getId());
      json.writeStringProperty("roles", caller.getActor().getRole());
      json.writeEndObject();
      json.writeObjectPropertyStart("client");
      json.writeStringProperty("address", caller.getAddress());
      json.writeEndObject();
      json.writeObjectPropertyStart("whoread");
      json.writeNumberProperty("position", position);
      json.writeNumberProperty("ordinal", ordinal);
      json.writeStringProperty("form", Forms.label(operation.getForm()));
      if (access.repeats() > 0) {
        json.writeNumberProperty("repeats", access.repeats());
      }
      if (access.unattributed()) {
        json.writeBooleanProperty("unattributed", true);
      }
      subjects(json, batch, access);
      json.writeEndObject();
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private void subjects(JsonGenerator json, LazyBatch batch, AccessScan access) {
    json.writeNumberProperty("subjects", access.subjects());
    List.of(kinds, plain, masked, touched, channels).forEach(Set::clear);
    json.writeArrayPropertyStart("subject");
    int last = 0;
    for (int i = 0; i < access.subjects(); i++) {
      json.writeString(pseudonym(access.subjectHigh(i), access.subjectLow(i)));
      if (access.exposure(i) != last) {
        last = access.exposure(i);
        add(batch.exposure(last));
      }
    }
    for (int i = 0; i < access.links(); i++) {
      json.writeString(pseudonym(access.linkHigh(i), access.linkLow(i)));
    }
    json.writeEndArray();
    words(json, "kind", kinds);
    words(json, "plain", plain);
    words(json, "masked", masked);
    words(json, "touched", touched);
    words(json, "channel", channels);
  }

  private void add(Exposure exposure) {
    kinds.add(exposure.getSubjectKind());
    touched.addAll(exposure.getTouchedList());
    for (Disclosure disclosure : exposure.getDisclosuresList()) {
      plain.addAll(disclosure.getPlainList());
      masked.addAll(disclosure.getMaskedList());
      channels.add(label(disclosure.getChannel()));
    }
  }

  private static String label(Channel channel) {
    return channel == Channel.UNRECOGNIZED
        ? "other"
        : channel.name().substring(CHANNEL.length()).toLowerCase(Locale.ROOT);
  }

  private static void words(JsonGenerator json, String name, Collection<String> words) {
    if (!words.isEmpty()) {
      json.writeArrayPropertyStart(name);
      words.forEach(json::writeString);
      json.writeEndArray();
    }
  }

  static String pseudonym(long high, long low) {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}

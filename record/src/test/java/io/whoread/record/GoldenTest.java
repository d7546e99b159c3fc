package io.whoread.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Batch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The record as released versions wrote it. A file here is never changed: what breaks this test
 * breaks records that lie in somebody's log.
 */
class GoldenTest {
  private static final String CURRENT = "0.1.0";

  @ParameterizedTest
  @ValueSource(strings = {CURRENT})
  void bothEncodingsOfAReleasedVersionSayTheSame(String version) throws Exception {
    byte[] binary = resource(version, "binpb");
    Batch read = Batch.parseFrom(binary);
    Batch.Builder json = Batch.newBuilder();
    JsonFormat.parser().merge(new String(resource(version, "json"), "UTF-8"), json);
    assertThat(read).isEqualTo(json.build());
    assertThat(read.toByteArray()).isEqualTo(binary);
  }

  private static byte[] resource(String version, String kind) throws IOException {
    String name = "/golden/batch-" + version + "." + kind;
    try (InputStream in = GoldenTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return in.readAllBytes();
    }
  }

  private static Batch golden() throws IOException {
    return Batch.parseFrom(resource(CURRENT, "binpb"));
  }

  @Test
  void aRecordIsReadAsItWasMeant() throws Exception {
    Batch batch = golden();
    Access access = batch.getAccesses(0);
    assertThat(access.getOffsetMs()).isEqualTo(-12);
    assertThat(batch.getOperations(access.getOperation() - 1).getName())
        .isEqualTo("GET /orders/{id}");
    assertThat(batch.getCallers(access.getCaller() - 1).getActor().getRole())
        .isEqualTo(Roles.STAFF);
    assertThat(batch.getWords(access.getSubjects(0).getStatus() - 1)).isEqualTo("已发货");
    assertThat(access.getSubjects(0).getId().size()).isEqualTo(Pseudonyms.LENGTH);
  }

  @Test
  void everyFieldAndEveryWordOfAnEnumIsInTheNewestFile() throws Exception {
    Set<String> seen = new TreeSet<>();
    collect(golden(), seen);
    Set<String> all = new TreeSet<>();
    for (Descriptor message : Batch.getDescriptor().getFile().getMessageTypes()) {
      for (FieldDescriptor field : message.getFields()) {
        all.add(field.getFullName());
      }
    }
    for (EnumDescriptor words : Batch.getDescriptor().getFile().getEnumTypes()) {
      for (EnumValueDescriptor word : words.getValues()) {
        if (word.getNumber() != 0) {
          all.add(word.getFullName());
        }
      }
    }
    assertThat(all).hasSizeGreaterThan(70);
    assertThat(seen).containsAll(all);
  }

  private static void collect(Message message, Set<String> seen) {
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              seen.add(field.getFullName());
              for (Object each : field.isRepeated() ? (List<?>) value : List.of(value)) {
                if (each instanceof Message) {
                  collect((Message) each, seen);
                } else if (each instanceof EnumValueDescriptor) {
                  seen.add(((EnumValueDescriptor) each).getFullName());
                }
              }
            });
  }

  /** What an agent's spool relies on. */
  @Property(tries = 200)
  void theEncodingsOfPartsLaidEndToEndAreTheWhole(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    Batch whole = golden();
    List<Batch.Builder> parts = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      parts.add(Batch.newBuilder());
    }
    whole
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (!field.isRepeated()) {
                parts.get(random.nextInt(parts.size())).setField(field, value);
                return;
              }
              int part = 0;
              for (Object each : (List<?>) value) {
                part += random.nextInt(parts.size() - part);
                parts.get(part).addRepeatedField(field, each);
              }
            });
    ByteArrayOutputStream laidEndToEnd = new ByteArrayOutputStream();
    for (Batch.Builder part : parts) {
      part.build().writeTo(laidEndToEnd);
    }
    assertThat(Batch.parseFrom(laidEndToEnd.toByteArray())).isEqualTo(whole);
  }
}

package io.whoread.collector.index;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import io.whoread.collector.Batches;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.log.v1.Imported;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Actor;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Link;
import io.whoread.record.v1.Operation;
import io.whoread.record.v1.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Reads of a few days by a few people, and filters that find some of them. */
final class RandomReads {
  static final Instant FIRST = Instant.parse("2026-03-01T00:00:00Z");

  private static final int DAYS = 4;
  private static final List<String> FORMS = List.of("listed", "exported", "other");

  private RandomReads() {}

  static AccessFilter filter(Random random) {
    Instant from = random.nextInt(3) == 0 ? null : instant(random);
    Instant to = random.nextInt(3) == 0 ? null : instant(random);
    List<byte[]> subjects = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      for (int i = random.nextInt(3); i >= 0; i--) {
        subjects.add(pseudonym(random).toByteArray());
      }
    }
    return new AccessFilter(
        from,
        to,
        maybe(random, random.nextInt(4) == 0 ? "" : "E" + random.nextInt(4)),
        maybe(random, "staff"),
        maybe(random, "shop-" + random.nextInt(2)),
        maybe(random, "GET /" + random.nextInt(3)),
        maybe(random, FORMS.get(random.nextInt(FORMS.size()))),
        maybe(random, "192.0.2." + random.nextInt(2)),
        maybe(random, random.nextBoolean() ? "phone" : "name"),
        subjects);
  }

  private static String maybe(Random random, String value) {
    return random.nextInt(5) == 0 ? value : null;
  }

  private static Instant instant(Random random) {
    return FIRST.plusMillis(random.nextLong(DAYS * 86_400_000L));
  }

  private static ByteString pseudonym(Random random) {
    byte[] bytes = Batches.pseudonym(random.nextInt(12)).toByteArray();
    // Some agree in the 8 bytes that are indexed, and only there.
    bytes[15] = (byte) random.nextInt(2);
    return ByteString.copyFrom(bytes);
  }

  static void append(LocalLog log, Random random, int entries) throws Exception {
    for (int i = 0; i < entries; i++) {
      log.append(entry(random, i)).get();
    }
  }

  static Entry entry(Random random, int i) {
    if (random.nextInt(8) == 0) {
      return Entry.newBuilder()
          .setImported(Imported.newBuilder().setRun(Batches.run(random.nextInt(4))))
          .build();
    }
    Batch.Builder batch =
        Batch.newBuilder()
            .setRun(Batches.run(random.nextInt(4)))
            .setSequence(1 + i)
            .setStart(Timestamps.fromMillis(instant(random).toEpochMilli()))
            .setInstance("host")
            .addWords("customer")
            .addWords("T-1");
    for (int n = 0; n < 3; n++) {
      batch.addOperations(
          Operation.newBuilder().setName("GET /" + n).setFormValue(random.nextInt(10)));
      batch.addCallers(
          Caller.newBuilder()
              .setAddress("192.0.2." + random.nextInt(3))
              .setActor(
                  Actor.newBuilder()
                      .setId(random.nextInt(4) == 0 ? "" : "E" + random.nextInt(5))
                      .setRole(random.nextBoolean() ? "staff" : "seller")
                      .setSource("principal")));
      batch.addExposures(
          Exposure.newBuilder()
              .setSubjectKind("order")
              .addTouched(random.nextBoolean() ? "name" : "address")
              .addDisclosures(
                  Disclosure.newBuilder()
                      .setChannelValue(random.nextInt(12))
                      .addMasked(random.nextBoolean() ? "phone" : "email")));
    }
    for (int n = random.nextInt(15); n > 0; n--) {
      batch.addAccesses(access(random));
    }
    return Entry.newBuilder()
        .setService("shop-" + random.nextInt(3))
        .setBatch(batch.build().toByteString())
        .build();
  }

  private static Access access(Random random) {
    Access.Builder access =
        Access.newBuilder()
            .setOffsetMs(random.nextInt(40_000_000) - 4_000_000)
            .setOperation(1 + random.nextInt(3))
            .setCaller(1 + random.nextInt(3))
            .setPurpose(random.nextInt(3))
            .setRepeats(random.nextInt(4) == 0 ? random.nextInt(5) : 0);
    if (random.nextInt(3) == 0) {
      // Parts of a few long requests, all over the log.
      access.setRequest(Batches.pseudonym(random.nextInt(5)).substring(0, 8));
    }
    for (int n = random.nextInt(4); n > 0; n--) {
      Subject.Builder subject =
          Subject.newBuilder().setId(pseudonym(random)).setExposure(1 + random.nextInt(3));
      if (random.nextBoolean()) {
        subject.addLinks(Link.newBuilder().setKind(1).setId(pseudonym(random)));
      }
      access.addSubjects(subject);
    }
    return access.build();
  }
}

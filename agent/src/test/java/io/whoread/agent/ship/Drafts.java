package io.whoread.agent.ship;

import io.whoread.agent.ship.AccessDraft.LoadedDraft;
import io.whoread.agent.ship.AccessDraft.SubjectDraft;
import io.whoread.agent.ship.AccessDraft.UnattributedDraft;
import java.io.File;
import java.util.List;
import java.util.Random;

/** Accesses by people who do not exist, to orders that do not. */
final class Drafts {
  static final FieldNames FIELDS =
      new FieldNames("name", "phone", "address", "order-id", "card-tail");

  private static final String[] WORDS = {
    "",
    "seller-1",
    "seller-2",
    "paid",
    "已发货",
    "a\ud83d\ude00b",
    "half \ud800 of",
    "a\tb\u0000\u007f",
    "x".repeat(700)
  };

  /** What {@link #any} tells of the previous key is of this epoch. */
  static final int PREVIOUS_EPOCH = 2;

  private Drafts() {}

  static ShipConfig.Builder config(File spool) {
    return ShipConfig.builder()
        .service("orders")
        .instance("test-1")
        .sender("whoread-agent/test")
        .spool(spool)
        .firstPostAfterMs(0);
  }

  /** An ordinary access whose first subject's id holds a number. */
  static AccessDraft numbered(long number, int subjects) {
    Random random = new Random(number);
    AccessDraft draft = new AccessDraft();
    draft.atMs = 1_790_000_000_000L + number;
    draft.operation = "GET /orders/{id}";
    draft.form = 2;
    draft.caller =
        new CallerInfo(
            new CallerInfo.ActorInfo("E" + number % 20, "staff", "servlet", false),
            "192.0.2." + number % 50,
            null);
    draft.traceId = new byte[16];
    random.nextBytes(draft.traceId);
    ExposureKey exposure = new ExposureKey("order", 7, 0, new long[] {0, 5}, new long[] {0, 2});
    for (int i = 0; i < subjects; i++) {
      SubjectDraft subject = new SubjectDraft();
      subject.id = new byte[16];
      random.nextBytes(subject.id);
      if (i == 0) {
        java.nio.ByteBuffer.wrap(subject.id).putLong(number);
      }
      subject.exposure = exposure;
      subject.owner = "seller-" + i % 3;
      subject.status = "shipped";
      subject.placedDay = 20_000 + i;
      draft.subjects.add(subject);
    }
    return draft;
  }

  /** The number that {@link #numbered} put in. */
  static long number(ReadAccess access) {
    return Long.parseUnsignedLong(access.subjects().get(0).substring(0, 16), 16);
  }

  /** An access with anything in it that is allowed. */
  static AccessDraft any(Random random, int maxSubjects) {
    AccessDraft draft = new AccessDraft();
    draft.atMs = 1_790_000_000_000L + random.nextInt(-100_000, 100_000);
    draft.operation = "operation " + random.nextInt(5) + WORDS[random.nextInt(WORDS.length)];
    draft.form = random.nextInt(8);
    draft.caller =
        new CallerInfo(
            actor(random),
            random.nextBoolean() ? "2001:db8::" + random.nextInt(9) : null,
            random.nextBoolean() ? bytes(random, 16) : null);
    draft.traceId = random.nextBoolean() ? bytes(random, 16) : null;
    draft.purpose = random.nextBoolean() ? WORDS[random.nextInt(WORDS.length)] : null;
    draft.request = null;
    draft.repeats = random.nextInt(4) == 0 ? random.nextInt(1, 99) : 0;
    draft.untilMs = draft.atMs + random.nextInt(3_600_000);
    for (int i = random.nextInt(maxSubjects + 1); i > 0; i--) {
      SubjectDraft subject = new SubjectDraft();
      subject.id = bytes(random, 16);
      subject.exposure = exposure(random, "order");
      int most = random.nextInt(50) == 0 ? 200 : 4;
      for (int links = random.nextInt(most); links > 0; links--) {
        subject.linkKinds.add(random.nextBoolean() ? "waybill" : "customer");
        subject.linkIds.add(bytes(random, 16));
      }
      if (random.nextBoolean()) {
        subject.previousKinds = List.of("order", "customer");
        subject.previousIds = List.of(bytes(random, 16), bytes(random, 16));
      }
      subject.owner = random.nextBoolean() ? WORDS[random.nextInt(WORDS.length)] : null;
      subject.status = random.nextBoolean() ? "status " + random.nextInt(500) : null;
      subject.placedDay = random.nextInt(25_000);
      draft.subjects.add(subject);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      UnattributedDraft read = new UnattributedDraft();
      read.source = "class " + random.nextInt(9);
      read.exposure = exposure(random, "");
      read.count = random.nextInt(1, 10_000);
      draft.unattributed.add(read);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      LoadedDraft rows = new LoadedDraft();
      rows.statement = "select " + "column, ".repeat(random.nextInt(127)) + random.nextInt(9);
      rows.exposure = exposure(random, "");
      rows.rows = random.nextLong(1, 10_000_000_000L);
      draft.loaded.add(rows);
    }
    return draft;
  }

  private static CallerInfo.ActorInfo actor(Random random) {
    if (random.nextInt(4) == 0) {
      String pseudonym = java.util.HexFormat.of().formatHex(bytes(random, 16));
      String previous = random.nextBoolean() ? new StringBuilder(pseudonym).reverse() + "" : null;
      return new CallerInfo.ActorInfo(pseudonym, "customer", "session", true, previous);
    }
    return new CallerInfo.ActorInfo(
        "E" + random.nextInt(30) + WORDS[random.nextInt(WORDS.length)],
        "staff",
        random.nextBoolean() ? "" : "header:X-Staff",
        false);
  }

  private static ExposureKey exposure(Random random, String kind) {
    long[] plain = new long[8];
    long[] masked = new long[8];
    int channel = random.nextInt(1, 8);
    plain[channel] = random.nextInt(32);
    masked[channel] = random.nextInt(32);
    return new ExposureKey(kind, random.nextInt(32), random.nextInt(32), plain, masked);
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}

package io.whoread.collector.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import io.whoread.collector.Batches;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.trace.PlainFields;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Actor;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Channel;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Link;
import io.whoread.record.v1.Operation;
import io.whoread.record.v1.Subject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTest {
  private static final long NOT_IN_TIME = Long.MAX_VALUE / 2;
  private static final List<String> KINDS = List.of("order", "customer", "waybill");

  @TempDir private Path temp;

  /** One row as anybody may read it. */
  private record Row(
      long high,
      long low,
      long timeMs,
      long position,
      int ordinal,
      long access,
      List<Long> sources,
      int fields,
      int placedDay,
      int form,
      boolean system,
      boolean own,
      boolean imported) {}

  /**
   * Whatever the batches, the halvings, and the moments at which the process ended or was killed:
   * all reads of the subjects below the threshold, each once, in the order of the log, and no
   * other.
   */
  @Property(tries = 30)
  void holdsAllReadsOfTheSubjectsBelowTheThreshold(@ForAll Random random) throws Exception {
    Path dir = Files.createTempDirectory("whoread-sample");
    try (LocalLog log = LocalLog.open(dir.resolve("log"))) {
      Map<String, List<Row>> all = new HashMap<>();
      int most = 4 + random.nextInt(200);
      Sample sample = open(dir, log, most, random);
      for (int round = 0; round < 4; round++) {
        for (int i = random.nextInt(15); i >= 0; i--) {
          Entry entry = entry(random);
          long at = log.append(entry).get();
          expect(all, at, entry);
        }
        feed(log, sample, random.nextBoolean() ? log.end() : random.nextLong(log.end() + 1));
        switch (random.nextInt(4)) {
          case 0 -> {
            sample.close();
            sample = open(dir, log, most, random);
          }
          // As after kill -9: what was not committed is lost, or lies in a file that it was added
          // to.
          case 1 -> sample = open(dir, log, most, random);
          case 2 -> {
            damage(dir.resolve("sample"), random);
            sample = open(dir, log, most, random);
          }
          default -> {}
        }
        feed(log, sample, log.end());
        for (String kind : KINDS) {
          check(sample, kind, all.getOrDefault(kind, List.of()), most);
        }
      }
      sample.close();
    } finally {
      delete(dir);
    }
  }

  @Test
  void aReadFromBeforeAHalvingIsReadToItsEnd() throws Exception {
    Random random = new Random(3);
    try (LocalLog log = LocalLog.open(temp.resolve("log"))) {
      Map<String, List<Row>> all = new HashMap<>();
      append(log, random, all, 20);
      try (Sample sample = Sample.open(temp.resolve("sample"), log, 400, NOT_IN_TIME)) {
        feed(log, sample, log.end());
        try (SampledReads before = sample.reads("order").orElseThrow()) {
          List<Row> then = List.copyOf(all.get("order"));
          append(log, random, all, 60);
          feed(log, sample, log.end());
          try (SampledReads after = sample.reads("order").orElseThrow()) {
            assertThat(after.share()).isLessThan(before.share());
          }
          assertThat(before.share()).isEqualTo(1);
          assertThat(rows(before)).isEqualTo(then);
          before.rewind();
          assertThat(rows(before)).isEqualTo(then);
        }
      }
    }
  }

  /** Of one log, the sample of another, which is further on. */
  @Test
  void aSampleThatTheLogDoesNotReachIsMadeAgain() throws Exception {
    Random random = new Random(4);
    Path dir = temp.resolve("sample");
    try (LocalLog longer = LocalLog.open(temp.resolve("longer"))) {
      append(longer, random, new HashMap<>(), 9);
      try (Sample sample = Sample.open(dir, longer)) {
        feed(longer, sample, longer.end());
      }
    }
    try (LocalLog log = LocalLog.open(temp.resolve("log"))) {
      Map<String, List<Row>> all = new HashMap<>();
      append(log, random, all, 4);
      try (Sample sample = Sample.open(dir, log)) {
        assertThat(sample.position()).isEqualTo(log.start());
        feed(log, sample, log.end());
        check(sample, "order", all.get("order"), 1_000);
      }
    }
  }

  @Test
  void aFullDiskCostsNothingButTime() throws Exception {
    Random random = new Random(5);
    Path dir = temp.resolve("sample");
    try (LocalLog log = LocalLog.open(temp.resolve("log"))) {
      Map<String, List<Row>> all = new HashMap<>();
      append(log, random, all, 10);
      try (Sample sample = Sample.open(dir, log, 1_000, 0)) {
        feed(log, sample, log.end());
        long before = sample.position();
        append(log, random, all, 10);
        // Nothing can be put in its place: a folder stands where the next state would be written.
        Path inTheWay = Files.createDirectories(dir.resolve("state.new"));
        assertThat(fails(() -> feed(log, sample, log.end()))).isTrue();
        assertThat(sample.position()).isEqualTo(before);
        Files.delete(inTheWay);
        feed(log, sample, log.end());
        check(sample, "order", all.get("order"), 1_000);
      }
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private static boolean fails(Step step) throws Exception {
    try {
      step.run();
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static Sample open(Path dir, Log log, int most, Random random) throws IOException {
    return Sample.open(dir.resolve("sample"), log, most, random.nextBoolean() ? 0 : NOT_IN_TIME);
  }

  private static void feed(Log log, Sample sample, long to) throws IOException {
    try (Log.Cursor cursor = log.read(Math.max(sample.position(), log.start()))) {
      while (sample.position() < to && cursor.next()) {
        sample.apply(cursor.position(), cursor.entry());
      }
    }
  }

  private static void damage(Path dir, Random random) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(dir)) {
      files = all.sorted().toList();
    }
    Path file = files.get(random.nextInt(files.size()));
    switch (random.nextInt(3)) {
      case 0 -> Files.delete(file);
      case 1 -> Files.write(file, new byte[random.nextInt(300)], StandardOpenOption.APPEND);
      default -> {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
          bytes.setLength(bytes.length() / 2);
        }
      }
    }
  }

  private static void check(Sample sample, String kind, List<Row> all, int most)
      throws IOException {
    if (all.isEmpty()) {
      assertThat(sample.reads(kind).map(SampledReads::size).orElse(0L)).isZero();
      return;
    }
    try (SampledReads reads = sample.reads(kind).orElseThrow()) {
      double limit = reads.share() * Math.scalb(1.0, 64);
      List<Row> wanted = all.stream().filter(row -> unsigned(row.high()) < limit).toList();
      assertThat(rows(reads)).isEqualTo(wanted);
      assertThat(reads.size()).isEqualTo(wanted.size()).isLessThanOrEqualTo(most);
      if (reads.share() < 1) {
        assertThat(all).hasSizeGreaterThan(most);
      }
    }
  }

  private static double unsigned(long number) {
    return Double.parseDouble(Long.toUnsignedString(number));
  }

  private static List<Row> rows(SampledReads reads) throws IOException {
    List<Row> rows = new ArrayList<>();
    while (reads.next()) {
      rows.add(
          new Row(
              reads.high(),
              reads.low(),
              reads.timeMs(),
              reads.position(),
              reads.ordinal(),
              reads.access(),
              List.of(
                  reads.person(),
                  reads.owner(),
                  reads.address(),
                  reads.session(),
                  (long) reads.operation(),
                  (long) reads.service()),
              reads.fields(),
              reads.placedDay(),
              reads.form(),
              reads.isSystem(),
              reads.isOwn(),
              reads.isImported()));
    }
    return rows;
  }

  private static void append(LocalLog log, Random random, Map<String, List<Row>> all, int entries)
      throws Exception {
    for (int i = 0; i < entries; i++) {
      Entry entry = entry(random);
      expect(all, log.append(entry).get(), entry);
    }
  }

  /** What each subject and link of an entry adds, taken from the record as protobuf has it. */
  private static void expect(Map<String, List<Row>> all, long at, Entry entry) throws Exception {
    Batch batch = Batch.parseFrom(entry.getBatch());
    for (int i = 0; i < batch.getAccessesCount(); i++) {
      for (Subject subject : batch.getAccesses(i).getSubjectsList()) {
        String kind = batch.getExposures(subject.getExposure() - 1).getSubjectKind();
        add(all, kind, row(entry.getService(), at, i, batch, subject, subject.getId()));
        for (Link link : subject.getLinksList()) {
          add(
              all,
              batch.getWords(link.getKind() - 1),
              row(entry.getService(), at, i, batch, subject, link.getId()));
        }
      }
    }
  }

  private static void add(Map<String, List<Row>> all, String kind, Row row) {
    all.computeIfAbsent(kind, each -> new ArrayList<>()).add(row);
  }

  private static Row row(
      String service, long at, int i, Batch batch, Subject subject, ByteString id) {
    Access access = batch.getAccesses(i);
    Operation operation = batch.getOperations(access.getOperation() - 1);
    Caller caller = batch.getCallers(access.getCaller() - 1);
    Exposure exposure = batch.getExposures(subject.getExposure() - 1);
    boolean imported = batch.getSender().startsWith("whoread-import");
    Set<String> fields = new TreeSet<>();
    exposure.getDisclosuresList().forEach(each -> fields.addAll(each.getPlainList()));
    String request =
        access.getRequest().isEmpty() ? "" : hex(batch.getRun()) + hex(access.getRequest());
    ByteBuffer halves = id.asReadOnlyByteBuffer();
    return new Row(
        halves.getLong(),
        halves.getLong(),
        Timestamps.toMillis(batch.getStart()) + access.getOffsetMs(),
        at,
        i,
        SourceKey.ofAccess(at, i, request),
        List.of(
            SourceKey.ofPerson(caller.getActor().getRole(), caller.getActor().getId()),
            SourceKey.of(subject.getOwner() == 0 ? "" : batch.getWords(subject.getOwner() - 1)),
            SourceKey.of(caller.getAddress()),
            SourceKey.ofPseudonym(caller.getSession().toByteArray()),
            (long) SourceKey.small(operation.getName()),
            (long) SourceKey.small(service)),
        imported ? PlainFields.of(exposure.getTouchedList()) : PlainFields.of(fields),
        subject.getPlacedDay(),
        operation.getFormValue(),
        caller.getActor().getRole().equals("system"),
        caller.getActor().getRole().equals("customer")
            && (customers(batch, subject).isEmpty()
                || customers(batch, subject).contains(caller.getActor().getId())),
        imported);
  }

  private static Set<String> customers(Batch batch, Subject subject) {
    Set<String> customers = new TreeSet<>();
    if (batch.getExposures(subject.getExposure() - 1).getSubjectKind().equals("customer")) {
      customers.add(hex(subject.getId()));
    }
    for (Link link : subject.getLinksList()) {
      if (batch.getWords(link.getKind() - 1).equals("customer")) {
        customers.add(hex(link.getId()));
      }
    }
    return customers;
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static Entry entry(Random random) {
    Batch.Builder batch =
        Batch.newBuilder()
            .setRun(Batches.run(random.nextInt(4)))
            .setSequence(1 + random.nextInt(99))
            .setStart(Timestamps.fromMillis(1_772_000_000_000L + random.nextInt(1 << 30)))
            .setSender(random.nextInt(4) == 0 ? "whoread-import" : "whoread-agent/1")
            .addWords("customer")
            .addWords("waybill")
            .addWords("order")
            .addWords("S-1");
    for (int n = 0; n < 3; n++) {
      batch.addOperations(Operation.newBuilder().setName("GET /" + n).setFormValue(n));
      batch.addCallers(
          Caller.newBuilder()
              .setAddress(n == 0 ? "" : "192.0.2." + random.nextInt(3))
              .setSession(n == 1 ? ByteString.EMPTY : Batches.pseudonym(random.nextInt(9)))
              .setActor(
                  Actor.newBuilder()
                      .setId(n == 2 ? "" : "E" + random.nextInt(5))
                      .setRole(random.nextBoolean() ? "staff" : "system")));
      batch.addCallers(
          Caller.newBuilder()
              .setActor(
                  Actor.newBuilder()
                      .setId(hex(Batches.pseudonym(random.nextInt(40))))
                      .setPseudonymous(true)
                      .setRole("customer")));
      batch.addExposures(
          Exposure.newBuilder()
              .setSubjectKind(KINDS.get(random.nextInt(KINDS.size())))
              .addTouched("name")
              .addTouched("address")
              .addDisclosures(
                  Disclosure.newBuilder()
                      .setChannel(Channel.CHANNEL_RESPONSE)
                      .addPlain(random.nextBoolean() ? "phone" : "own-kind")
                      .addMasked("email")));
    }
    for (int n = random.nextInt(12); n > 0; n--) {
      Access.Builder access =
          Access.newBuilder()
              .setOffsetMs(random.nextInt(40_000_000) - 4_000_000)
              .setOperation(1 + random.nextInt(3))
              .setCaller(1 + random.nextInt(6));
      if (random.nextInt(3) == 0) {
        access.setRequest(Batches.pseudonym(random.nextInt(5)).substring(0, 8));
      }
      for (int s = random.nextInt(6); s > 0; s--) {
        Subject.Builder subject =
            Subject.newBuilder()
                .setId(Batches.pseudonym(random.nextInt(40)))
                .setExposure(1 + random.nextInt(3))
                .setOwner(random.nextInt(2) * 4)
                .setPlacedDay(random.nextInt(2) * 20_500);
        for (int l = random.nextInt(3); l > 0; l--) {
          subject.addLinks(
              Link.newBuilder()
                  .setKind(1 + random.nextInt(3))
                  .setId(Batches.pseudonym(random.nextInt(40))));
        }
        access.addSubjects(subject);
      }
      batch.addAccesses(access);
    }
    return Entry.newBuilder()
        .setService("shop-" + random.nextInt(3))
        .setBatch(batch.build().toByteString())
        .build();
  }

  private static void delete(Path dir) throws IOException {
    try (Stream<Path> all = Files.walk(dir)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}

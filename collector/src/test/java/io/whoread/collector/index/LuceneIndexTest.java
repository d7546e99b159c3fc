package io.whoread.collector.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import io.whoread.collector.Batches;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.Log;
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
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneIndexTest {
  private static final Instant FIRST = Instant.parse("2026-03-01T00:00:00Z");
  private static final int DAYS = 4;
  private static final List<String> FORMS = List.of("listed", "exported", "other");
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  @TempDir private Path temp;

  /** Whatever is asked of whatever was read: the same answers as from looking at each access. */
  @Property(tries = 25)
  void answersAreThoseOfLookingAtEachAccess(@ForAll Random random) throws Exception {
    Path dir = Files.createTempDirectory("whoread-index");
    try (LocalLog log = LocalLog.open(dir.resolve("log"))) {
      AccessModel model = new AccessModel();
      LuceneIndex index = LuceneIndex.open(dir.resolve("index"), log, false);
      try {
        for (int round = 0; round < 3; round++) {
          for (int i = random.nextInt(12); i >= 0; i--) {
            log.append(entry(random, i)).get();
          }
          follow(log, index, model);
          ask(index, model, random, 12);
          if (random.nextBoolean()) {
            index.close();
            index = LuceneIndex.open(dir.resolve("index"), log, random.nextInt(3) == 0);
            follow(log, index, null);
            ask(index, model, random, 6);
          }
        }
      } finally {
        index.close();
      }
    } finally {
      delete(dir);
    }
  }

  @Test
  void whatWasNotCommittedIsTakenInAgainOnce() throws Exception {
    Random random = new Random(5);
    AccessModel model = new AccessModel();
    try (LocalLog log = LocalLog.open(temp.resolve("log"))) {
      append(log, random, 30);
      Path dir = temp.resolve("index");
      LuceneIndex index = LuceneIndex.open(dir, log, false);
      follow(log, index, model);
      index.close();
      append(log, random, 30);
      // What a crash leaves: the commits so far, and a state older than some of them.
      byte[] state = Files.readAllBytes(dir.resolve("state"));
      index = LuceneIndex.open(dir, log, false);
      follow(log, index, model);
      index.close();
      Files.write(dir.resolve("state"), state);
      append(log, random, 5);
      index = LuceneIndex.open(dir, log, false);
      assertThat(index.position()).isEqualTo(30);
      follow(log, index, null);
      model = new AccessModel();
      feed(log, 0, model);
      ask(index, model, random, 30);
      index.close();
    }
  }

  /** Whatever the disk refuses while it is written, nothing is lost and nothing is there twice. */
  @Test
  void indexThatCannotBeWrittenGoesBackAndIsFedAgain() throws Exception {
    Random random = new Random(7);
    Path dir = temp.resolve("index");
    try (LocalLog log = LocalLog.open(temp.resolve("log"))) {
      append(log, random, 10);
      LuceneIndex index = LuceneIndex.open(dir, log, false, 0);
      AccessModel model = new AccessModel();
      follow(log, index, model);
      List<Supplier<Path>> obstacles =
          List.of(
              () -> dir.resolve("state.new"),
              () -> nextCommit(dir.resolve("2026-03-02")),
              () -> dir.resolve("state.new"));
      for (Supplier<Path> each : obstacles) {
        Path obstacle = each.get();
        long from = log.end();
        append(log, random, 20);
        Files.createDirectory(obstacle);
        assertThatThrownBy(() -> follow(log, index, null))
            .hasMessageContaining("the index cannot be written");
        assertThat(index.position()).isLessThan(log.end());
        // Lucene may have tidied it up.
        Files.deleteIfExists(obstacle);
        follow(log, index, null);
        feed(log, from, model);
        ask(index, model, random, 20);
      }
      index.close();
      LuceneIndex again = LuceneIndex.open(dir, log, false);
      assertThat(again.position()).isEqualTo(log.end());
      ask(again, model, random, 10);
      again.close();
    }
  }

  /** An orderly stop while it is so does not say that the index holds what it has lost. */
  @Test
  void indexThatIsLostAtItsCloseIsFedAgain() throws Exception {
    Random random = new Random(8);
    Path dir = temp.resolve("index");
    Path day = dir.resolve("2026-03-02");
    try (LocalLog log = LocalLog.open(temp.resolve("log"))) {
      append(log, random, 40);
      LuceneIndex index = LuceneIndex.open(dir, log, false);
      follow(log, index, null);
      index.close();
      index = LuceneIndex.open(dir, log, false);
      append(log, random, 10);
      follow(log, index, null);
      // As where a volume goes away: what was not committed is lost, and what was is out of reach.
      Path away = temp.resolve("away");
      Files.move(day, away);
      append(log, random, 60);
      for (int i = 0; i < 2; i++) {
        LuceneIndex lost = index;
        assertThatThrownBy(() -> follow(log, lost, null))
            .hasMessageContaining("the index cannot be written");
      }
      index.close();
      Files.move(away, day);
      index = LuceneIndex.open(dir, log, false);
      follow(log, index, null);
      AccessModel model = new AccessModel();
      feed(log, 0, model);
      ask(index, model, random, 30);
      index.close();
    }
  }

  @Test
  void indexWhoseStateWasTakenAwayTellsAndIsMadeAgain() throws Exception {
    Random random = new Random(9);
    Path dir = temp.resolve("index");
    try (LocalLog log = LocalLog.open(temp.resolve("log"))) {
      append(log, random, 10);
      LuceneIndex index = LuceneIndex.open(dir, log, false, 0);
      follow(log, index, null);
      Files.delete(dir.resolve("state"));
      Path obstacle = Files.createDirectory(dir.resolve("state.new"));
      append(log, random, 10);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> follow(log, index, null))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("the index cannot be written");
      }
      index.close();
      Files.delete(obstacle);
      LuceneIndex again = LuceneIndex.open(dir, log, false);
      assertThat(again.position()).isZero();
      follow(log, again, null);
      AccessModel model = new AccessModel();
      feed(log, 0, model);
      ask(again, model, random, 10);
      again.close();
    }
  }

  /** Lucene counts commits to the base of 36. */
  private static Path nextCommit(Path day) {
    long last =
        files(day)
            .map(file -> file.getFileName().toString())
            .filter(name -> name.startsWith("segments_"))
            .mapToLong(name -> Long.parseLong(name.substring(9), Character.MAX_RADIX))
            .max()
            .orElseThrow();
    return day.resolve("pending_segments_" + Long.toString(last + 1, Character.MAX_RADIX));
  }

  @Test
  void damagedOrMissingIndexIsMadeAgain() throws Exception {
    Random random = new Random(6);
    Path dir = temp.resolve("index");
    try (LocalLog log = LocalLog.open(temp.resolve("log"))) {
      append(log, random, 40);
      AccessModel model = new AccessModel();
      LuceneIndex index = LuceneIndex.open(dir, log, false);
      follow(log, index, model);
      index.close();
      Path day = dir.resolve("2026-03-02");
      List<Runnable> harms =
          List.of(
              () -> delete(day),
              () -> delete(dir.resolve("state")),
              () -> delete(dir),
              () -> cut(dir.resolve("state")),
              () ->
                  files(day)
                      .filter(file -> !file.toString().endsWith(".lock"))
                      .forEach(LuceneIndexTest::cut));
      for (Runnable harm : harms) {
        harm.run();
        index = LuceneIndex.open(dir, log, false);
        assertThat(index.position()).isZero();
        follow(log, index, null);
        ask(index, model, random, 8);
        index.close();
      }
    }
  }

  @Test
  void recordsOfManyDaysInOneBatchAreAllFound() throws Exception {
    try (LocalLog log = LocalLog.open(temp.resolve("log"))) {
      Batch.Builder batch = Batches.one(1, 1, FIRST, 1);
      Access one = batch.getAccesses(0);
      for (int i = 1; i < 60; i++) {
        batch.addAccesses(one.toBuilder().setOffsetMs((59 - i) * 86_400_000L));
      }
      for (int run = 1; run <= 3; run++) {
        log.append(
                Entry.newBuilder()
                    .setService("shop")
                    .setBatch(batch.setRun(Batches.run(run)).build().toByteString())
                    .build())
            .get();
      }
      AccessModel model = new AccessModel();
      for (boolean reindex : new boolean[] {false, false, true}) {
        LuceneIndex index = LuceneIndex.open(temp.resolve("index"), log, reindex);
        follow(log, index, null);
        assertThat(index.totals(AccessFilter.between(null, null)).accesses()).isEqualTo(180);
        assertThat(index.accesses(AccessFilter.between(null, null), null, 1_000)).hasSize(180);
        index.close();
      }
      feed(log, 0, model);
      assertThat(model.totals(AccessFilter.between(null, null)).accesses()).isEqualTo(180);
    }
  }

  private static void ask(LuceneIndex index, AccessModel model, Random random, int questions)
      throws IOException {
    for (int i = 0; i < questions; i++) {
      AccessFilter filter = filter(random);
      assertThat(index.totals(filter)).as("%s", filter).isEqualTo(model.totals(filter));
      Index.Heatmap heatmap = index.heatmap(filter, ZONE);
      assertThat(heatmap.accesses()).isDeepEqualTo(model.heatmap(filter, ZONE).accesses());
      assertThat(heatmap.subjects()).isDeepEqualTo(model.heatmap(filter, ZONE).subjects());
      assertThat(index.days(filter, ZONE)).isEqualTo(model.days(filter, ZONE));
      int limit = 1 + random.nextInt(6);
      assertThat(index.actors(filter, limit)).isEqualTo(model.actors(filter, limit));
      String actor = "E" + random.nextInt(6);
      assertThat(index.roles(actor)).isEqualTo(model.roles(actor));
      List<AccessRow> wanted = model.accesses(filter);
      List<AccessRow> got = new ArrayList<>();
      List<AccessRow> page;
      do {
        page = index.accesses(filter, got.isEmpty() ? null : got.getLast().cursor(), limit);
        got.addAll(page);
      } while (page.size() == limit && got.size() <= wanted.size());
      assertThat(got).as("%s", filter).isEqualTo(wanted);
    }
  }

  private static AccessFilter filter(Random random) {
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

  private static void append(LocalLog log, Random random, int entries) throws Exception {
    for (int i = 0; i < entries; i++) {
      log.append(entry(random, i)).get();
    }
  }

  private static Entry entry(Random random, int i) {
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

  private static void follow(Log log, LuceneIndex index, AccessModel model) throws IOException {
    long from = index.position();
    try (Log.Cursor cursor = log.read(from)) {
      while (cursor.next()) {
        index.apply(cursor.position(), cursor.entry());
      }
    }
    index.refresh();
    if (model != null) {
      feed(log, from, model);
    }
  }

  private static void feed(Log log, long from, AccessModel model) throws IOException {
    try (Log.Cursor cursor = log.read(from)) {
      while (cursor.next()) {
        model.add(cursor.position(), cursor.entry());
      }
    }
  }

  private static void cut(Path file) {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(open.length() / 2);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Stream<Path> files(Path dir) {
    try {
      return Files.list(dir);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void delete(Path dir) {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

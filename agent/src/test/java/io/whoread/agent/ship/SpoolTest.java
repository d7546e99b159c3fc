package io.whoread.agent.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Gap;
import io.whoread.record.v1.GapReason;
import java.io.File;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The spool in trouble: full, gone, damaged, shared, and its books through all of it. */
class SpoolTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path dir;

  private ShipConfig.Builder config() {
    return Drafts.config(dir.toFile());
  }

  private static long gaps(TestCollector collector, GapReason reason) {
    return collector.gaps().stream()
        .filter(gap -> gap.getReason() == reason)
        .mapToLong(Gap::getAccesses)
        .sum();
  }

  private static void balanced(Books books) {
    assertThat(books.acked() + books.inSpool() + books.dropped()).isEqualTo(books.produced());
  }

  @Test
  void aFullSpoolDropsAndTellsHowMuch() throws Exception {
    AtomicBoolean up = new AtomicBoolean();
    try (TestCollector collector =
            new TestCollector().behave((batch, exchange) -> up.get() ? 200 : 503);
        Shipper shipper =
            Shipper.start(
                config()
                    .collector(collector.uri())
                    .spoolMaxBytes(ShipConfig.MIN_SPOOL_BYTES)
                    .build(),
                Drafts.FIELDS)) {
      long kept = 0;
      int written = 3_000;
      for (int i = 0; i < written; i++) {
        kept += shipper.write(Drafts.numbered(i, 20)) ? 1 : 0;
      }
      assertThat(kept).isBetween(500L, written - 500L);
      balanced(shipper.books());
      assertThat(size(dir)).isLessThanOrEqualTo(ShipConfig.MIN_SPOOL_BYTES);

      up.set(true);
      long dropped = written - kept;
      await().atMost(LONG).until(() -> gaps(collector, GapReason.GAP_REASON_SPOOL) == dropped);
      assertThat(collector.accesses()).hasSize((int) kept);
      assertThat(collector.gaps().get(0).getDetail()).isEqualTo("full");
      assertThat(collector.gaps().get(0).getTo().getSeconds()).isEqualTo(1_790_000_002L);
      assertThat(shipper.write(Drafts.numbered(9_999, 20))).isTrue();
      await().until(() -> shipper.books().inSpool() == 0);
      assertThat(shipper.books().acked()).isEqualTo(kept + 1);
      balanced(shipper.books());
    }
  }

  /** Bytes of the files in a folder; what is deleted meanwhile counts nothing. */
  static long size(Path folder) {
    File[] inside = folder.toFile().listFiles();
    if (inside == null) {
      return folder.toFile().length();
    }
    return Stream.of(inside).map(File::toPath).mapToLong(SpoolTest::size).sum();
  }

  @Test
  void aFolderThatCannotBeMadeHarmsNobodyAndIsTriedAgain() throws Exception {
    Path blocked = dir.resolve("spool");
    Files.writeString(blocked, "a file where the folder should be");
    try (TestCollector collector = new TestCollector();
        Shipper shipper =
            Shipper.start(
                Drafts.config(blocked.toFile()).collector(collector.uri()).build(),
                Drafts.FIELDS)) {
      for (int i = 0; i < 10; i++) {
        assertThat(shipper.write(Drafts.numbered(i, 1))).isFalse();
      }
      balanced(shipper.books());
      Files.delete(blocked);
      await().atMost(LONG).until(() -> gaps(collector, GapReason.GAP_REASON_SPOOL) == 10);
      assertThat(shipper.write(Drafts.numbered(10, 1))).isTrue();
      await().until(() -> collector.accesses().size() == 1);
    }
  }

  @Test
  void aFolderTakenAwayIsToldAndMadeAnew() throws Exception {
    AtomicBoolean up = new AtomicBoolean();
    try (TestCollector collector =
            new TestCollector().behave((batch, exchange) -> up.get() ? 200 : 503);
        Shipper shipper =
            Shipper.start(config().collector(collector.uri()).build(), Drafts.FIELDS)) {
      for (int i = 0; i < 3_000; i++) {
        assertThat(shipper.write(Drafts.numbered(i, 20))).isTrue();
      }
      for (File folder : dir.resolve("orders").toFile().listFiles()) {
        ShipperTest.delete(folder.toPath());
      }
      up.set(true);
      await().atMost(LONG).until(() -> gaps(collector, GapReason.GAP_REASON_DAMAGED) > 0);
      await().atMost(LONG).until(() -> shipper.books().inSpool() == 0);
      assertThat(gaps(collector, GapReason.GAP_REASON_DAMAGED))
          .isEqualTo(shipper.books().droppedFor(GapReason.GAP_REASON_DAMAGED));
      balanced(shipper.books());
      assertThat(shipper.write(Drafts.numbered(3_000, 20))).isTrue();
      await()
          .atMost(LONG)
          .until(
              () ->
                  collector.accesses().stream().anyMatch(access -> Drafts.number(access) == 3_000));
    }
  }

  /** Leaves a dead run's spool of three segments and more behind; returns its segments in order. */
  private File[] leaveBehind() {
    try (Shipper dead = Shipper.start(config().build(), Drafts.FIELDS)) {
      for (int i = 0; i < 4_000; i++) {
        assertThat(dead.write(Drafts.numbered(i, 20))).isTrue();
      }
    }
    File run = dir.resolve("orders").toFile().listFiles()[0];
    File[] segments = run.listFiles((parent, name) -> name.endsWith(".spool"));
    Arrays.sort(segments);
    assertThat(segments).hasSizeGreaterThan(2);
    return segments;
  }

  @Test
  void aDamagedSegmentLosesItsRestAndIsTold() throws Exception {
    File[] segments = leaveBehind();
    try (RandomAccessFile file = new RandomAccessFile(segments[1], "rw")) {
      file.seek(file.length() / 2);
      int b = file.read();
      file.seek(file.length() / 2);
      file.write(b ^ 1);
    }
    try (TestCollector collector = new TestCollector();
        Shipper shipper =
            Shipper.start(config().collector(collector.uri()).build(), Drafts.FIELDS)) {
      await()
          .atMost(LONG)
          .until(() -> collector.accesses().stream().anyMatch(a -> Drafts.number(a) == 3_999));
      await().until(() -> !collector.gaps().isEmpty());
      assertThat(collector.gaps()).hasSize(1);
      assertThat(collector.gaps().get(0).getReason()).isEqualTo(GapReason.GAP_REASON_DAMAGED);
      assertThat(collector.accesses()).hasSizeBetween(2_500, 3_999);
      assertThat(collector.accesses()).doesNotHaveDuplicates();
      assertThat(shipper.books().produced()).isZero();
    }
  }

  /** As a host leaves it that went down: a page of the file was never written. */
  @Test
  void aHoleOfZerosIsTold() throws Exception {
    File[] segments = leaveBehind();
    for (File segment : new File[] {segments[0], segments[segments.length - 1]}) {
      try (RandomAccessFile file = new RandomAccessFile(segment, "rw")) {
        file.seek(64 << 10);
        file.write(new byte[96 << 10]);
      }
    }
    try (TestCollector collector = new TestCollector();
        Shipper shipper =
            Shipper.start(config().collector(collector.uri()).build(), Drafts.FIELDS)) {
      await().atMost(LONG).until(() -> gapDetails(collector).size() == 2);
      assertThat(gapDetails(collector))
          .containsExactlyInAnyOrder(lost(segments[0]), lost(segments[segments.length - 1]));
      assertThat(collector.accesses()).hasSizeLessThan(4_000).doesNotHaveDuplicates();
      assertThat(shipper.books().produced()).isZero();
    }
  }

  private static List<String> gapDetails(TestCollector collector) {
    return collector.gaps().stream()
        .filter(gap -> gap.getReason() == GapReason.GAP_REASON_DAMAGED)
        .map(Gap::getDetail)
        .toList();
  }

  private static String lost(File segment) {
    int number = Integer.parseInt(segment.getName().substring(0, 8));
    return "segment " + number + " of run " + segment.getParentFile().getName();
  }

  @Test
  void aTornTailIsCutOff() throws Exception {
    File[] segments = leaveBehind();
    File last = segments[segments.length - 1];
    try (RandomAccessFile file = new RandomAccessFile(last, "rw")) {
      byte[] bytes = new byte[(int) file.length()];
      file.readFully(bytes);
      int end = bytes.length;
      while (bytes[end - 1] == 0) {
        end--;
      }
      // As a write that was broken off leaves it: the frame is there, its end is not.
      file.seek(end - 100);
      file.write(new byte[100]);
    }
    try (TestCollector collector = new TestCollector();
        Shipper shipper =
            Shipper.start(config().collector(collector.uri()).build(), Drafts.FIELDS)) {
      await().atMost(LONG).until(() -> collector.accesses().size() == 3_999);
      shipper.stopping();
      assertThat(collector.gaps()).isEmpty();
    }
    assertThat(dir.resolve("orders").toFile().list()).isEmpty();
  }

  @Test
  void aSegmentOfAnotherVersionIsLeftToThatVersion() throws Exception {
    File[] segments = leaveBehind();
    for (File segment : segments) {
      try (RandomAccessFile file = new RandomAccessFile(segment, "rw")) {
        file.seek(7);
        file.write(2);
      }
    }
    try (TestCollector collector = new TestCollector();
        Shipper shipper =
            Shipper.start(config().collector(collector.uri()).build(), Drafts.FIELDS)) {
      await().until(() -> !collector.coverage().isEmpty());
      shipper.stopping();
      assertThat(collector.gaps()).isEmpty();
    }
    assertThat(segments).allMatch(File::exists);
  }

  /** Something was in the way when it was tried first. */
  @Test
  void whatCouldNotBeTakenOverIsLaterOrByOthers() throws Exception {
    File segment = leaveBehind()[0];
    Path away = dir.resolve("away");
    Files.move(segment.toPath(), away);
    Files.createDirectory(segment.toPath());
    try (TestCollector collector = new TestCollector();
        Shipper first = Shipper.start(config().collector(collector.uri()).build(), Drafts.FIELDS)) {
      Coverage.Builder report = Coverage.newBuilder();
      await()
          .until(
              () -> {
                first.faults().addTo(report.clear());
                return report.getFaultsList().stream()
                    .anyMatch(fault -> fault.getWhere().equals("ship.adopt"));
              });
      Files.delete(segment.toPath());
      Files.move(away, segment.toPath());
      try (Shipper second =
          Shipper.start(config().collector(collector.uri()).build(), Drafts.FIELDS)) {
        await().atMost(LONG).until(() -> collector.accesses().size() == 4_000);
        assertThat(second.books().produced()).isZero();
        assertThat(collector.gaps()).isEmpty();
      }
    }
  }

  @Test
  void severalShareAFolderAndOneOfThemTakesOverFromTheDead() throws Exception {
    leaveBehind();
    List<Shipper> alive = new ArrayList<>();
    try (TestCollector collector = new TestCollector()) {
      for (int i = 0; i < 3; i++) {
        alive.add(Shipper.start(config().collector(collector.uri()).build(), Drafts.FIELDS));
        assertThat(alive.get(i).write(Drafts.numbered(5_000 + i, 2))).isTrue();
      }
      await().atMost(LONG).until(() -> collector.accesses().size() == 4_003);
      assertThat(collector.duplicates()).isZero();
      alive.forEach(Shipper::close);
    }
    assertThat(dir.resolve("orders").toFile().list()).isEmpty();
  }

  @Test
  void anotherServicesRecordsAreNotTakenOver() throws Exception {
    leaveBehind();
    try (TestCollector collector = new TestCollector();
        Shipper shipper =
            Shipper.start(
                config().service("Returns/2").collector(collector.uri()).build(), Drafts.FIELDS)) {
      await().until(() -> !collector.coverage().isEmpty());
      shipper.stopping();
      assertThat(collector.accesses()).isEmpty();
    }
    assertThat(dir.resolve("orders").toFile().list()).hasSize(1);
  }

  @Test
  void anInterruptOfTheWritingThreadDoesNoHarm() throws Exception {
    try (TestCollector collector = new TestCollector();
        Shipper shipper =
            Shipper.start(config().collector(collector.uri()).build(), Drafts.FIELDS)) {
      Thread writer =
          new Thread(
              () -> {
                for (int i = 0; i < 5_000; i++) {
                  Thread.currentThread().interrupt();
                  assertThat(shipper.write(Drafts.numbered(i, 20))).isTrue();
                  assertThat(Thread.currentThread().isInterrupted()).isTrue();
                }
              });
      writer.start();
      writer.join();
      await().atMost(LONG).until(() -> collector.accesses().size() == 5_000);
    }
  }

  @Test
  void afterTheEndNothingIsKept() throws Exception {
    try (TestCollector collector = new TestCollector()) {
      Shipper shipper = Shipper.start(config().collector(collector.uri()).build(), Drafts.FIELDS);
      shipper.close();
      shipper.close();
      assertThat(shipper.write(Drafts.numbered(1, 1))).isFalse();
      assertThat(shipper.books().droppedFor(GapReason.GAP_REASON_OFF)).isEqualTo(1);
      balanced(shipper.books());
    }
  }

  @Property(tries = 6)
  void theBooksBalanceWhateverTheCollectorDoes(@ForAll long seed) throws Exception {
    int[] answers = {200, 200, 200, 204, 400, 413, 500, 401, 0};
    Random random = new Random(seed);
    AtomicBoolean good = new AtomicBoolean();
    Path spool = Files.createTempDirectory("whoread-books");
    try (TestCollector collector =
            new TestCollector()
                .behave(
                    (batch, exchange) -> {
                      synchronized (random) {
                        return good.get() ? 200 : answers[random.nextInt(answers.length)];
                      }
                    });
        Shipper shipper =
            Shipper.start(
                Drafts.config(spool.toFile())
                    .collector(collector.uri())
                    .spoolMaxBytes(ShipConfig.MIN_SPOOL_BYTES)
                    .build(),
                Drafts.FIELDS)) {
      Random sizes = new Random(seed);
      long refused = 0;
      for (int i = 0; i < 4_000; i++) {
        refused += shipper.write(Drafts.numbered(i, sizes.nextInt(30) + 1)) ? 0 : 1;
        if (i % 10 == 0) {
          balanced(shipper.books());
          Thread.yield();
        }
      }
      good.set(true);
      await()
          .atMost(Duration.ofSeconds(90))
          .until(
              () -> {
                balanced(shipper.books());
                return shipper.books().inSpool() == 0;
              });
      Books books = shipper.books();
      assertThat(books.produced()).isEqualTo(4_000);
      assertThat(books.droppedFor(GapReason.GAP_REASON_SPOOL)).isEqualTo(refused);
      assertThat(collector.accesses()).hasSize((int) books.acked()).doesNotHaveDuplicates();
      await().atMost(Duration.ofSeconds(90)).until(() -> gapsOf(collector) == books.dropped());
    }
    ShipperTest.delete(spool);
  }

  private static long gapsOf(TestCollector collector) {
    return collector.gaps().stream().mapToLong(Gap::getAccesses).sum();
  }
}

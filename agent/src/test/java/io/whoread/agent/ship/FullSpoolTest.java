package io.whoread.agent.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Gap;
import io.whoread.record.v1.GapReason;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a process dropped because its spool was full is told, whichever process is there to tell.
 */
class FullSpoolTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int WRITTEN = 3_000;

  @TempDir Path dir;

  private static ShipConfig config(File spool, URI collector) {
    return Drafts.config(spool)
        .collector(collector)
        .spoolMaxBytes(ShipConfig.MIN_SPOOL_BYTES)
        .build();
  }

  /** Returns how many were dropped. */
  private static int fill(Shipper shipper) {
    int dropped = 0;
    for (int i = 0; i < WRITTEN; i++) {
      dropped += shipper.write(Drafts.numbered(i, 20)) ? 0 : 1;
    }
    return dropped;
  }

  /** Fills a spool, says how many were dropped, and lives on. */
  static final class Filler {
    public static void main(String[] args) throws Exception {
      Shipper shipper =
          Shipper.start(config(new File(args[0]), URI.create(args[1])), Drafts.FIELDS);
      System.out.println(fill(shipper));
      TimeUnit.HOURS.sleep(1);
    }
  }

  /** In a process of its own, given the spool's folder first. */
  private Process run(Class<?> main, String argument) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            dir.toString(),
            argument)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static long told(List<Gap> gaps) {
    return gaps.stream()
        .filter(gap -> gap.getReason() == GapReason.GAP_REASON_SPOOL)
        .mapToLong(Gap::getAccesses)
        .sum();
  }

  private void isToldByTheNext(TestCollector collector, int dropped) {
    assertThat(dropped).isBetween(500, WRITTEN - 500);
    collector.behave((batch, exchange) -> 200);
    try (Shipper next = Shipper.start(config(dir.toFile(), collector.uri()), Drafts.FIELDS)) {
      await().atMost(LONG).until(() -> collector.accesses().size() == WRITTEN - dropped);
      await()
          .atMost(LONG)
          .untilAsserted(() -> assertThat(told(collector.gaps())).isEqualTo(dropped));
      Gap gap = collector.gaps().get(0);
      assertThat(gap.getDetail()).isEqualTo("full");
      assertThat(gap.getFrom().getSeconds()).isBetween(1_790_000_000L, 1_790_000_002L);
      assertThat(gap.getTo().getSeconds()).isEqualTo(1_790_000_002L);
      next.stopping();
    }
    assertThat(told(collector.gaps())).as("told once").isEqualTo(dropped);
    assertThat(dir.resolve("orders").toFile().list()).isEmpty();
  }

  @Test
  void afterAnOrderlyEnd() throws Exception {
    try (TestCollector collector = new TestCollector().behave((batch, exchange) -> 503)) {
      int dropped;
      try (Shipper first = Shipper.start(config(dir.toFile(), collector.uri()), Drafts.FIELDS)) {
        dropped = fill(first);
      }
      isToldByTheNext(collector, dropped);
    }
  }

  @Test
  void afterAKill() throws Exception {
    try (TestCollector collector = new TestCollector().behave((batch, exchange) -> 503)) {
      int dropped;
      Process process = run(Filler.class, collector.uri().toString());
      try {
        dropped = Integer.parseInt(process.inputReader().readLine());
        await().atMost(LONG).until(() -> told(KeptGaps.read(kept())) == dropped);
      } finally {
        process.destroyForcibly().waitFor();
      }
      isToldByTheNext(collector, dropped);
    }
  }

  /** Starts, is used a little, and ends. */
  static final class Passing {
    public static void main(String[] args) {
      Shipper shipper = Shipper.start(config(new File(args[0]), null), Drafts.FIELDS);
      int accesses = Integer.parseInt(args[1]);
      for (int i = 0; i < accesses; i++) {
        shipper.write(Drafts.numbered(i, 20));
      }
      shipper.stopping();
      Runtime.getRuntime().halt(0);
    }
  }

  /** Without a collector nothing ever leaves the disk, start after start. */
  @Test
  void withoutACollectorTheOldestGo() throws Exception {
    for (int start = 0; start < 20; start++) {
      run(Passing.class, start % 4 == 3 ? "0" : "100").waitFor();
      assertThat(SpoolTest.size(dir)).isLessThanOrEqualTo(ShipConfig.MIN_SPOOL_BYTES);
    }
    try (Shipper last = Shipper.start(config(dir.toFile(), null), Drafts.FIELDS)) {
      // One that takes all of the room that there is.
      assertThat(fill(last)).isPositive();
      await()
          .atMost(LONG)
          .until(() -> SpoolTest.size(dir), size -> size <= ShipConfig.MIN_SPOOL_BYTES);
    }
    try (TestCollector collector = new TestCollector();
        Shipper heir = Shipper.start(config(dir.toFile(), collector.uri()), Drafts.FIELDS)) {
      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(collector.accesses().size() + told(collector.gaps()))
                      .isEqualTo(15 * 100 + WRITTEN));
      assertThat(heir.books().produced()).isZero();
      assertThat(collector.gaps())
          .extracting(Gap::getDetail)
          .anyMatch(detail -> detail.matches("no room for run [0-9a-f]{32}"));
    }
  }

  /** Then there is no room for others, and there are none that could go. */
  @Test
  void aSpoolThatIsFullOfOnesOwnIsNoFault() throws Exception {
    try (Shipper shipper = Shipper.start(config(dir.toFile(), null), Drafts.FIELDS)) {
      assertThat(fill(shipper)).isPositive();
      long before = System.nanoTime();
      shipper.stopping();
      // What cannot be sent is not waited for.
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(1_500));
      Coverage.Builder coverage = Coverage.newBuilder();
      shipper.faults().addTo(coverage);
      assertThat(coverage.getFaultsList()).isEmpty();
    }
  }

  @Test
  void whatHoldsNothingGoesAtTheEndAndComesAgainWhereItIsNeeded() throws Exception {
    try (Shipper shipper = Shipper.start(config(dir.toFile(), null), Drafts.FIELDS)) {
      shipper.stopping();
      assertThat(dir.resolve("orders").toFile().list()).isEmpty();
      assertThat(shipper.write(Drafts.numbered(1, 1))).isTrue();
      shipper.stopping();
    }
    try (TestCollector collector = new TestCollector();
        Shipper heir = Shipper.start(config(dir.toFile(), collector.uri()), Drafts.FIELDS)) {
      await().atMost(LONG).until(() -> collector.accesses().size() == 1);
      heir.stopping();
      assertThat(dir.resolve("orders").toFile().list()).isEmpty();
      assertThat(heir.write(Drafts.numbered(2, 1))).isTrue();
      await().atMost(LONG).until(() -> collector.accesses().size() == 2);
    }
  }

  /** As {@code kill -9} may leave it, in the midst of a write. */
  @Test
  void ofWhatWasBeingWrittenTheStateBeforeStands() throws Exception {
    KeptGaps gaps = new KeptGaps(dir.toFile(), new Faults());
    PendingGaps pending = new PendingGaps();
    for (int accesses = 1; accesses <= 7; accesses++) {
      pending.add(GapReason.GAP_REASON_SPOOL, 1, 2, 1, "full");
      gaps.keep(pending);
      byte[] good = Files.readAllBytes(dir.resolve("gaps"));
      assertThat(told(KeptGaps.read(dir.resolve("gaps").toFile()))).isEqualTo(accesses);
      byte[] torn = good.clone();
      torn[(accesses & 1) * torn.length / 2 + 20] ^= 1;
      Files.write(dir.resolve("gaps"), torn);
      if (accesses == 1) {
        assertThatThrownBy(() -> KeptGaps.read(dir.resolve("gaps").toFile()))
            .isInstanceOf(DamagedException.class);
      } else {
        assertThat(told(KeptGaps.read(dir.resolve("gaps").toFile()))).isEqualTo(accesses - 1);
      }
      Files.write(dir.resolve("gaps"), good);
    }
  }

  /** Whatever is in the details. */
  @Test
  void noMoreIsKeptThanThereIsRoom() throws Exception {
    KeptGaps gaps = new KeptGaps(dir.toFile(), new Faults());
    PendingGaps pending = new PendingGaps();
    for (int i = 0; i < 100; i++) {
      pending.add(GapReason.GAP_REASON_SPOOL, i, i + 1, 1, i + "x".repeat(250));
    }
    gaps.keep(pending);
    assertThat(told(KeptGaps.read(dir.resolve("gaps").toFile()))).isEqualTo(100);
    assertThat(dir.resolve("gaps")).hasSize(16 << 10);
  }

  private File kept() {
    File[] runs = dir.resolve("orders").toFile().listFiles();
    return new File(runs[0], "gaps");
  }
}

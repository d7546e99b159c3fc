package io.whoread.agent.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Fault;
import io.whoread.record.v1.Gap;
import io.whoread.record.v1.GapReason;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service whose memory ends for a while goes on afterwards, and so does the agent in it. */
class OutOfMemoryTest {
  @TempDir Path dir;

  /** Records something before its memory ends and something after it. */
  static final class Greedy {
    private static Object kept;

    public static void main(String[] args) throws Exception {
      Shipper shipper =
          Shipper.start(
              Drafts.config(new File(args[0])).collector(URI.create(args[1])).build(),
              Drafts.FIELDS);
      shipper.write(Drafts.numbered(1, 1));
      System.in.read();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
      while (System.nanoTime() < end) {
        take();
      }
      kept = null;
      shipper.write(Drafts.numbered(2, 1));
      TimeUnit.HOURS.sleep(1);
    }

    private static void take() {
      Object[] all = null;
      try {
        for (int size = 1 << 20; ; ) {
          try {
            all = new Object[] {all, new byte[size]};
          } catch (OutOfMemoryError e) {
            if (size == 1) {
              throw e;
            }
            size /= 2;
          }
          kept = all;
        }
      } catch (OutOfMemoryError e) {
        // Held, so that others find none either, and taken anew once they have ended.
      }
    }
  }

  @Test
  void whatIsRecordedAfterwardsIsSent() throws Exception {
    try (TestCollector collector = new TestCollector()) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx32m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Greedy.class.getName(),
                  dir.toString(),
                  collector.uri().toString())
              .redirectError(dir.resolve("stderr").toFile())
              .start();
      try {
        await().atMost(Duration.ofSeconds(30)).until(() -> numbers(collector).contains(1L));
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(() -> assertThat(numbers(collector)).contains(1L, 2L));
        assertThat(dir.resolve("stderr")).content().doesNotContain("whoread-sender");
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }

  /** What a gap counts is known nowhere else. */
  @Test
  void aGapThatIsBeingToldThenIsToldAfterwards() throws Exception {
    AtomicBoolean ends = new AtomicBoolean();
    try (TestCollector collector = new TestCollector();
        Shipper shipper =
            Shipper.start(
                Drafts.config(dir.toFile()).collector(collector.uri()).build(),
                Drafts.FIELDS,
                segment ->
                    new RandomAccessFile(segment, "rw") {
                      @Override
                      public void write(byte[] bytes, int offset, int length) throws IOException {
                        if (ends.get()) {
                          throw new OutOfMemoryError("of a test");
                        }
                        super.write(bytes, offset, length);
                      }
                    })) {
      assertThat(shipper.write(Drafts.numbered(0, 1))).isTrue();
      ends.set(true);
      long[] ms = {1_790_000_000_000L, 1_790_000_001_000L};
      for (int i = 1; i <= 3; i++) {
        String detail = "ledger " + i;
        assertThatThrownBy(() -> shipper.gap(GapReason.GAP_REASON_LEDGER, ms[0], ms[1], 7, detail))
            .isInstanceOf(OutOfMemoryError.class);
      }
      ends.set(false);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(collector.gaps())
                      .extracting(Gap::getDetail, Gap::getAccesses)
                      .containsExactlyInAnyOrder(
                          tuple("ledger 1", 7L), tuple("ledger 2", 7L), tuple("ledger 3", 7L)));
      assertThat(shipper.write(Drafts.numbered(1, 1))).isTrue();
      await().until(() -> numbers(collector), containsBoth -> containsBoth.contains(1L));
      assertThat(numbers(collector)).containsExactly(0L, 1L);
    }
  }

  /** Tells the number of errors of its sender whenever it is asked. */
  static final class Lacking {
    public static void main(String[] args) throws Exception {
      Shipper shipper =
          Shipper.start(
              Drafts.config(new File(args[0])).collector(URI.create(args[1])).build(),
              Drafts.FIELDS);
      shipper.write(Drafts.numbered(1, 1));
      while (System.in.read() >= 0) {
        Coverage.Builder faults = Coverage.newBuilder();
        shipper.faults().addTo(faults);
        System.out.println(
            faults.getFaultsList().stream()
                .filter(fault -> fault.getWhere().equals("ship.sender"))
                .mapToLong(Fault::getCount)
                .sum());
      }
    }
  }

  /** As memory's end leaves it: a class that is needed where an answer is heeded stays broken. */
  @Test
  void aClassThatCannotBeLoadedIsSaidAndNotTriedForEverTenTimesASecond() throws Exception {
    Path broken = dir.resolve("broken/" + Pieces.class.getName().replace('.', '/') + ".class");
    Files.createDirectories(broken.getParent());
    Files.createFile(broken);
    Path stderr = dir.resolve("stderr");
    try (TestCollector collector = new TestCollector().behave((batch, exchange) -> 413)) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  dir.resolve("broken") + ":" + System.getProperty("java.class.path"),
                  Lacking.class.getName(),
                  dir.resolve("spool").toString(),
                  collector.uri().toString())
              .redirectError(stderr.toFile())
              .start();
      try {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> Files.readString(stderr).contains("before this JVM is restarted"));
        BufferedReader out = process.inputReader();
        long before = errors(process, out);
        await()
            .during(Duration.ofSeconds(4))
            .atMost(Duration.ofSeconds(30))
            .until(() -> errors(process, out) < before + 8);
        assertThat(before).isPositive();
        assertThat(dir.resolve("stderr"))
            .content()
            .containsOnlyOnce("before this JVM is restarted")
            .containsOnlyOnce("records wait in the spool")
            .doesNotContain("is back");
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private static long errors(Process process, BufferedReader out) throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    return Long.parseLong(out.readLine());
  }

  private static List<Long> numbers(TestCollector collector) {
    return collector.accesses().stream().map(Drafts::number).toList();
  }
}

package io.whoread.agent.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

  private static List<Long> numbers(TestCollector collector) {
    return collector.accesses().stream().map(Drafts::number).toList();
  }
}

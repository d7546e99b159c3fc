package io.whoread.agent.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.record.v1.Gap;
import io.whoread.record.v1.GapReason;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that neither writes nor fails holds up the thread that is in the call, and nobody else.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HangingDiskTest {
  @TempDir Path dir;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch works = new CountDownLatch(1);
  private volatile boolean hangs;

  /** A write comes back as late as the kernel's would: no interrupt ends it. */
  private final class Hanging extends RandomAccessFile {
    Hanging(File file) throws IOException {
      super(file, "rw");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      while (hangs) {
        reached.countDown();
        try {
          works.await();
          hangs = false;
        } catch (InterruptedException e) {
          // Nor does it end this one.
        }
      }
      super.write(bytes, offset, length);
    }
  }

  @Test
  void othersGoOnWithoutARecordAndAGapTellsHowMany() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (TestCollector collector = new TestCollector();
        Shipper shipper =
            Shipper.start(
                Drafts.config(dir.toFile()).collector(collector.uri()).build(),
                Drafts.FIELDS,
                Hanging::new)) {
      assertThat(shipper.write(Drafts.numbered(0, 2))).isTrue();
      // Else it may be the sender's own report that hangs.
      await().until(() -> !collector.coverage().isEmpty());
      hangs = true;
      Future<Boolean> held = threads.submit(() -> shipper.write(Drafts.numbered(1, 2)));
      assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();

      List<Future<Boolean>> others = new ArrayList<>();
      for (int i = 2; i < 42; i++) {
        int number = i;
        others.add(threads.submit(() -> shipper.write(Drafts.numbered(number, 2))));
      }
      for (Future<Boolean> other : others) {
        assertThat(other.get(10, TimeUnit.SECONDS)).isFalse();
      }
      long before = System.nanoTime();
      assertThat(shipper.write(Drafts.numbered(42, 2))).isFalse();
      shipper.gap(GapReason.GAP_REASON_LEDGER, 1_790_000_000_000L, 1_790_000_000_001L, 3, "ledger");
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .as("known to hang: nobody waits any more")
          .isLessThan(Duration.ofMillis(BoundedLock.MAX_WAIT_MS / 2));
      assertThat(held.isDone()).isFalse();
      Books books = shipper.books();
      assertThat(books.droppedFor(GapReason.GAP_REASON_SPOOL)).isEqualTo(41);
      assertThat(books.acked() + books.inSpool() + books.dropped()).isEqualTo(books.produced());

      works.countDown();
      assertThat(held.get(10, TimeUnit.SECONDS)).isTrue();
      await().until(() -> shipper.write(Drafts.numbered(50, 2)));
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                assertThat(collector.accesses().stream().map(Drafts::number)).contains(0L, 1L, 50L);
                assertThat(collector.gaps())
                    .anySatisfy(gap -> told(gap, GapReason.GAP_REASON_SPOOL, 41, "the disk hangs"))
                    .anySatisfy(gap -> told(gap, GapReason.GAP_REASON_LEDGER, 3, "ledger"));
              });
    } finally {
      works.countDown();
      threads.shutdown();
    }
  }

  private static void told(Gap gap, GapReason reason, long accesses, String detail) {
    assertThat(gap.getReason()).isEqualTo(reason);
    assertThat(gap.getAccesses()).isGreaterThanOrEqualTo(accesses);
    assertThat(gap.getDetail()).isEqualTo(detail);
  }

  /** What the shutdown hook of the JVM calls. */
  @Test
  void theServiceCanEnd() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (TestCollector collector = new TestCollector()) {
      Shipper shipper =
          Shipper.start(
              Drafts.config(dir.toFile()).collector(collector.uri()).build(),
              Drafts.FIELDS,
              Hanging::new);
      assertThat(shipper.write(Drafts.numbered(0, 2))).isTrue();
      hangs = true;
      threads.submit(() -> shipper.write(Drafts.numbered(1, 2)));
      assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
      Future<?> end = threads.submit(shipper::close);
      end.get(10, TimeUnit.SECONDS);

      works.countDown();
      threads.shutdown();
      assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      shipper.close();
      await().until(() -> shipper.write(Drafts.numbered(2, 2)), written -> !written);
    } finally {
      works.countDown();
      threads.shutdown();
    }
  }
}

package io.whoread.agent.ship;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Of a holder that hangs, {@link HangingDiskTest} tells. */
class BoundedLockTest {
  private final BoundedLock lock = new BoundedLock();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  /** As on a machine that is much too small: others are always quicker. */
  @Test
  void whoIsLateIsNotTakenForOneThatWaitsForTheDisk() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BoundedLock.MAX_WAIT_MS + 1_000);
    threads.submit(
        () -> {
          for (lock.enter(); System.nanoTime() < end; lock.enter()) {
            held.countDown();
            // Held for nearly all of the time, and let go again and again.
            for (long busy = System.nanoTime() + 1_000_000; System.nanoTime() < busy; ) {
              Thread.onSpinWait();
            }
            lock.exit();
          }
          lock.exit();
        });
    assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
    Future<Boolean> late = threads.submit(this::passed);
    assertThat(late.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anInterruptIsKeptForLater() throws Exception {
    lock.enter();
    Future<Boolean> interrupted =
        threads.submit(
            () -> {
              Thread.currentThread().interrupt();
              boolean had = lock.enter();
              return !had && Thread.interrupted();
            });
    assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
    lock.exit();
    assertThat(threads.submit(this::passed).get(30, TimeUnit.SECONDS)).isTrue();
  }

  private boolean passed() {
    boolean had = lock.enter();
    if (had) {
      lock.exit();
    }
    return had;
  }
}

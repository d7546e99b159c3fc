package io.whoread.agent.ship;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
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

  /** As in a service that starts under load, and has yet to be compiled. */
  @Test
  void aLongQueueThatMovesIsNotTakenForADiskThatHangs() throws Exception {
    long heldMs = 50;
    List<Future<Boolean>> queue = new ArrayList<>();
    for (long waited = 0; waited < BoundedLock.MAX_WAIT_MS + 1_000; waited += heldMs) {
      queue.add(threads.submit(() -> held(heldMs)));
    }
    for (Future<Boolean> one : queue) {
      assertThat(one.get(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private boolean held(long ms) throws InterruptedException {
    boolean had = lock.enter();
    if (had) {
      TimeUnit.MILLISECONDS.sleep(ms);
      lock.exit();
    }
    return had;
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
    assertThat(threads.submit(() -> held(0)).get(30, TimeUnit.SECONDS)).isTrue();
  }
}

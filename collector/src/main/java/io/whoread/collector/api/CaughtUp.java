package io.whoread.collector.api;

import io.whoread.collector.log.Log;
import io.whoread.collector.log.View;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for a view of the log, so that what is changed by what it says is changed from the end. */
final class CaughtUp {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private CaughtUp() {}

  /**
   * Waits until a view has taken in all that lies in the log now.
   *
   * @throws Refusal where that takes too long
   */
  static void await(View view, Log log) {
    long end = log.end();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (log.isBefore(view.position(), end)) {
      if (System.nanoTime() > deadline) {
        throw new Refusal(
            503,
            view.name() + "-behind",
            "The collector has not taken in all of its log yet: try again in a while.");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}

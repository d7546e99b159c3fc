package io.whoread.collector.notify;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after failures in a row: twice as long after each, and somewhere between half of
 * that and all of it, so that what failed together does not come back together.
 */
record Backoff(Duration first, Duration longest) {
  static final Backoff USUAL = new Backoff(Duration.ofSeconds(5), Duration.ofHours(1));

  private static final int MOST_DOUBLINGS = 30;

  /**
   * @param failures in a row, from 1
   * @return in milliseconds
   */
  long after(int failures, RandomGenerator random) {
    long whole =
        Math.min(longest.toMillis(), first.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS));
    return whole / 2 + random.nextLong(whole / 2 + 1);
  }
}

package io.whoread.collector.notify;

import java.util.ArrayDeque;
import java.util.Deque;

/** Keeps to so many tries within any minute. Of one thread. */
final class Pace {
  private static final long MINUTE_MS = 60_000;

  private final Deque<Long> tries = new ArrayDeque<>();

  /**
   * How long to wait before the next try, in milliseconds; 0 for not at all.
   *
   * @param most how many tries a minute, from 1
   */
  long pause(long now, int most) {
    while (!tries.isEmpty() && tries.peekFirst() <= now - MINUTE_MS) {
      tries.removeFirst();
    }
    return tries.size() < most ? 0 : tries.peekFirst() + MINUTE_MS - now;
  }

  void tried(long now) {
    tries.addLast(now);
  }
}

package io.whoread.agent.ship;

import java.util.concurrent.ThreadLocalRandom;

/** When to try again: later after each failure, and never at the same moment as all others. */
final class Backoff {
  private static final long FIRST_MS = 250;
  private static final long MAX_MS = 60_000;
  private static final long MAX_RETRY_AFTER_MS = 120_000;

  private int failures;
  private long until;

  /**
   * @param nowMs of any clock that only goes forward
   * @param retryAfter the header of that name in seconds, or null; a date counts as not given
   */
  void failed(long nowMs, String retryAfter) {
    long full = Math.min(MAX_MS, FIRST_MS << Math.min(failures, 20));
    failures++;
    long wait = full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1);
    if (retryAfter != null && retryAfter.matches("[0-9]{1,9}")) {
      wait = Math.max(wait, Math.min(MAX_RETRY_AFTER_MS, Long.parseLong(retryAfter) * 1_000));
    }
    until = nowMs + wait;
  }

  void reset() {
    failures = 0;
    until = 0;
  }

  /** Whether the last attempt failed. */
  boolean isOn() {
    return failures > 0;
  }

  boolean isOver(long nowMs) {
    return failures == 0 || nowMs >= until;
  }
}

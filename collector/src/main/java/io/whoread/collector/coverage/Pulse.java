package io.whoread.collector.coverage;

import io.whoread.collector.coverage.Coverages.InstanceStatus;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether an agent lives, and is switched off.
 *
 * <p>That a batch of it came does not say so: what a dead one left on disk is sent by the next.
 * What it tells of must be fresh too, and that is dated by the agent's own clock.
 *
 * @param agent of which something came
 */
record Pulse(InstanceStatus agent, Instant now) {
  /**
   * Agents report every minute: two reports did not come. One that could not reach the collector
   * tries again within a minute, or two where it was told to wait.
   */
  private static final Duration LATE = Duration.ofSeconds(150);

  private static final Duration SILENCE = Duration.ofMinutes(5);

  /** When it was last known to live. */
  Instant heard() {
    return agent.alive().isBefore(agent.lastBatch()) ? agent.alive() : agent.lastBatch();
  }

  /** Whether it said that it ends. */
  boolean ended() {
    return agent.coverage() != null && agent.coverage().getStopping();
  }

  /** Whether the last that is known of it is that it was switched off. */
  boolean wasOff() {
    return agent.offSince() != null;
  }

  /** Whether it is: one that says no more may be dead, or on again. */
  boolean isOff() {
    return wasOff() && !ended() && !isLate();
  }

  boolean runs() {
    return !ended() && isSince(heard(), SILENCE);
  }

  boolean isLate() {
    return !isSince(heard(), LATE);
  }

  /** Whether anything of it arrives, however old that is. */
  boolean sendsNow() {
    return isSince(agent.lastBatch(), LATE);
  }

  boolean isOfToday() {
    return isSince(heard(), Duration.ofDays(1));
  }

  private boolean isSince(Instant then, Duration age) {
    return then.isAfter(now.minus(age));
  }
}

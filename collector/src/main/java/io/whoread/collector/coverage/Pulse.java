package io.whoread.collector.coverage;

import io.whoread.collector.coverage.Coverages.InstanceStatus;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether an agent lives.
 *
 * <p>That a batch of it came does not say so: what a dead one left on disk is sent by the next.
 * What it tells of must be fresh too, and that is dated by the agent's own clock.
 *
 * @param agent one that has reported
 */
record Pulse(InstanceStatus agent, Instant now) {
  /** Agents report every minute: two reports did not come. */
  private static final Duration LATE = Duration.ofSeconds(150);

  /** While they are switched off they say so three times a minute, besides. */
  private static final Duration LATE_WHILE_OFF = Duration.ofSeconds(60);

  private static final Duration SILENCE = Duration.ofMinutes(5);

  /** When it was last known to live. */
  Instant heard() {
    return agent.alive().isBefore(agent.lastBatch()) ? agent.alive() : agent.lastBatch();
  }

  /** Whether it said that it ends. */
  boolean ended() {
    return agent.coverage().getStopping();
  }

  boolean runs() {
    return !ended() && isSince(heard(), SILENCE);
  }

  boolean isLate() {
    return !isSince(heard(), late());
  }

  /** Whether anything of it arrives, however old that is. */
  boolean sendsNow() {
    return isSince(agent.lastBatch(), late());
  }

  private Duration late() {
    return agent.offSince() == null ? LATE : LATE_WHILE_OFF;
  }

  boolean isOfToday() {
    return isSince(heard(), Duration.ofDays(1));
  }

  private boolean isSince(Instant then, Duration age) {
    return then.isAfter(now.minus(age));
  }
}

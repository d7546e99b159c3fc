package io.whoread.collector.coverage;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.coverage.Coverages.InstanceStatus;
import io.whoread.record.v1.Coverage;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether an agent lives.
 *
 * <p>That a batch of it came does not say so: what a dead one left on disk is sent by the next. Its
 * report must be fresh too, and that is dated by the agent's own clock.
 *
 * @param agent one that has reported
 */
record Pulse(InstanceStatus agent, Instant now) {
  /** Agents report every minute: two reports did not come. */
  private static final Duration LATE = Duration.ofSeconds(150);

  private static final Duration SILENCE = Duration.ofMinutes(5);

  /** When it was last known to live. */
  Instant heard() {
    Coverage report = agent.coverage();
    return report.hasAt() && reported(report).isBefore(agent.lastBatch())
        ? reported(report)
        : agent.lastBatch();
  }

  static Instant reported(Coverage coverage) {
    return Instant.ofEpochMilli(Timestamps.toMillis(coverage.getAt()));
  }

  /** Whether it said that it ends. */
  boolean ended() {
    return agent.coverage().getStopping();
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

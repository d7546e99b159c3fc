package io.whoread.agent.ship;

import com.google.protobuf.Timestamp;
import io.whoread.record.v1.Gap;
import io.whoread.record.v1.GapReason;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gaps that could not be told yet, those of one reason and detail as one. Guarded by the spool's
 * lock.
 */
final class PendingGaps {
  private static final int MAX = 64;

  private final Map<String, Interval> intervals = new LinkedHashMap<>();

  void add(GapReason reason, long fromMs, long toMs, long accesses, String detail) {
    String key = reason.getNumber() + detail;
    Interval interval = intervals.get(key);
    if (interval == null) {
      if (intervals.size() >= MAX && !detail.isEmpty()) {
        add(reason, fromMs, toMs, accesses, "");
        return;
      }
      interval = new Interval(reason, detail, fromMs, toMs);
      intervals.put(key, interval);
    }
    interval.fromMs = Math.min(interval.fromMs, fromMs);
    interval.toMs = Math.max(interval.toMs, toMs);
    interval.accesses += accesses;
  }

  boolean isEmpty() {
    return intervals.isEmpty();
  }

  /** One of them, which stays until {@link #told}. */
  Gap first() {
    return intervals.values().iterator().next().toGap();
  }

  void told() {
    Iterator<Interval> first = intervals.values().iterator();
    first.next();
    first.remove();
  }

  private static final class Interval {
    final GapReason reason;
    final String detail;
    long fromMs;
    long toMs;
    long accesses;

    Interval(GapReason reason, String detail, long fromMs, long toMs) {
      this.reason = reason;
      this.detail = detail;
      this.fromMs = fromMs;
      this.toMs = toMs;
    }

    Gap toGap() {
      return Gap.newBuilder()
          .setReason(reason)
          .setFrom(timestamp(fromMs))
          .setTo(timestamp(toMs))
          .setAccesses(accesses)
          .setDetail(detail)
          .build();
    }
  }

  static long milliseconds(Timestamp timestamp) {
    return timestamp.getSeconds() * 1_000 + timestamp.getNanos() / 1_000_000;
  }

  static Timestamp timestamp(long ms) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(ms, 1_000L))
        .setNanos((int) Math.floorMod(ms, 1_000L) * 1_000_000)
        .build();
  }
}

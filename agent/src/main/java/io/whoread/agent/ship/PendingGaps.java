package io.whoread.agent.ship;

import com.google.protobuf.Timestamp;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Gap;
import io.whoread.record.v1.GapReason;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gaps that could not be told yet, those of one reason and detail as one. Safe for many threads,
 * and nothing is waited for: a gap is noted also while the disk hangs.
 */
final class PendingGaps {
  private static final int MAX = 64;

  private final Map<String, Interval> intervals = new LinkedHashMap<>();

  /**
   * Taken, and not known to be told. Where memory ends in between, nothing is needed to keep it.
   */
  private Interval telling;

  /** A batch may be refused because of the gap that it tells: it is told less and less often. */
  private final Backoff refusals = new Backoff();

  synchronized void add(GapReason reason, long fromMs, long toMs, long accesses, String detail) {
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

  /** Takes over one that another run, or another batch, could not tell. */
  void add(Gap gap) {
    add(
        gap.getReason(),
        milliseconds(gap.getFrom()),
        milliseconds(gap.getTo()),
        gap.getAccesses(),
        gap.getDetail());
  }

  /** One that is to be told now, or null; the same again until it is {@link #told}. */
  synchronized Gap take() {
    if (!refusals.isOver(now())) {
      return null;
    }
    if (telling == null && !intervals.isEmpty()) {
      Iterator<Interval> first = intervals.values().iterator();
      telling = first.next();
      first.remove();
    }
    return telling == null ? null : telling.toGap();
  }

  /** What was taken last is in the spool. */
  synchronized void told() {
    telling = null;
  }

  /** What was taken last cannot be told now: what is added to it meanwhile is one with it. */
  synchronized void putBack() {
    Interval back = telling;
    add(back.reason, back.fromMs, back.toMs, back.accesses, back.detail);
    telling = null;
  }

  synchronized boolean isEmpty() {
    return telling == null && intervals.isEmpty();
  }

  private List<Interval> all() {
    List<Interval> all = new ArrayList<>(intervals.values());
    if (telling != null) {
      all.add(telling);
    }
    return all;
  }

  /**
   * All of them, as a batch of nothing else; those of one reason as one where that would be too
   * large.
   */
  synchronized byte[] encode(int maxBytes) {
    Batch.Builder all = Batch.newBuilder();
    all().forEach(interval -> all.addGaps(interval.toGap()));
    byte[] bytes = all.build().toByteArray();
    if (bytes.length <= maxBytes) {
      return bytes;
    }
    PendingGaps few = new PendingGaps();
    all().forEach(i -> few.add(i.reason, i.fromMs, i.toMs, i.accesses, ""));
    return few.encode(maxBytes);
  }

  /** Takes up gaps that were in a batch which was refused. */
  synchronized void refused(List<Gap> gaps) {
    if (!gaps.isEmpty()) {
      gaps.forEach(this::add);
      refusals.failed(now(), null);
    }
  }

  /** The collector takes what it is sent. */
  synchronized void acked() {
    refusals.reset();
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
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

    /**
     * Ends now at the latest. Where the clock was far ahead for a while the collector would refuse
     * what is told of that time, and with each gap that is refused the batch that it is in.
     */
    Gap toGap() {
      long nowMs = System.currentTimeMillis();
      return Gap.newBuilder()
          .setReason(reason)
          .setFrom(timestamp(Math.min(fromMs, nowMs)))
          .setTo(timestamp(Math.min(toMs, nowMs)))
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

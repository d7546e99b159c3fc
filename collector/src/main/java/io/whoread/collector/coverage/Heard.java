package io.whoread.collector.coverage;

import io.whoread.collector.state.v1.HeardState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * When the senders of a service were known to run, by their own clocks: between the first and the
 * last that came of each run. Guarded by its view.
 */
final class Heard {
  /** Agents report every minute, and a service takes a while to start again. */
  private static final long APART_MS = 300_000;

  private static final int MAX = 20_000;

  /** From when to when: apart from each other by more than what a restart takes. */
  private final TreeMap<Long, Long> intervals = new TreeMap<>();

  /** In milliseconds since 1970. */
  record Interval(long fromMs, long toMs) {}

  void add(long fromMs, long toMs) {
    long from = fromMs;
    long to = toMs;
    Map.Entry<Long, Long> near = intervals.floorEntry(to + APART_MS);
    while (near != null && near.getValue() >= from - APART_MS) {
      from = Math.min(from, near.getKey());
      to = Math.max(to, near.getValue());
      intervals.remove(near.getKey());
      near = intervals.floorEntry(to + APART_MS);
    }
    intervals.put(from, to);
    if (intervals.size() > MAX) {
      intervals.pollFirstEntry();
    }
  }

  boolean isEmpty() {
    return intervals.isEmpty();
  }

  long firstMs() {
    return intervals.firstKey();
  }

  long lastMs() {
    return intervals.lastEntry().getValue();
  }

  /**
   * Where nothing was heard within {@code [fromMs, toMs)}. What is shorter than a restart is none.
   */
  List<Interval> silences(long fromMs, long toMs) {
    List<Interval> silences = new ArrayList<>();
    Map.Entry<Long, Long> before = intervals.floorEntry(fromMs);
    long end = before == null ? fromMs : Math.max(fromMs, before.getValue());
    for (Map.Entry<Long, Long> next : intervals.subMap(fromMs, false, toMs, false).entrySet()) {
      silence(end, next.getKey(), silences);
      end = Math.max(end, next.getValue());
    }
    silence(end, toMs, silences);
    return silences;
  }

  private static void silence(long fromMs, long toMs, List<Interval> into) {
    if (toMs - fromMs > APART_MS) {
      into.add(new Interval(fromMs, toMs));
    }
  }

  List<HeardState> save() {
    return intervals.entrySet().stream()
        .map(each -> HeardState.newBuilder().setFromMs(each.getKey()).setToMs(each.getValue()))
        .map(HeardState.Builder::build)
        .toList();
  }

  void restore(List<HeardState> state) {
    state.forEach(each -> intervals.put(each.getFromMs(), each.getToMs()));
  }
}

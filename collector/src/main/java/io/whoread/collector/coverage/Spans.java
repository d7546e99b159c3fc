package io.whoread.collector.coverage;

import io.whoread.collector.state.v1.SpanState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Intervals of time, apart from each other by more than what a restart takes. */
final class Spans {
  /** Agents report every minute, and a service takes a while to start again. */
  static final long APART_MS = 300_000;

  static final int MAX = 20_000;

  /** From when to when, in milliseconds since 1970. */
  final TreeMap<Long, Long> all = new TreeMap<>();

  void add(long fromMs, long toMs) {
    long from = fromMs;
    long to = toMs;
    Map.Entry<Long, Long> near = all.floorEntry(to + APART_MS);
    while (near != null && near.getValue() >= from - APART_MS) {
      from = Math.min(from, near.getKey());
      to = Math.max(to, near.getValue());
      all.remove(near.getKey());
      near = all.floorEntry(to + APART_MS);
    }
    all.put(from, to);
  }

  boolean areTooMany() {
    return all.size() > MAX;
  }

  List<SpanState> save() {
    return all.entrySet().stream()
        .map(each -> SpanState.newBuilder().setFromMs(each.getKey()).setToMs(each.getValue()))
        .map(SpanState.Builder::build)
        .toList();
  }

  void restore(List<SpanState> state) {
    state.forEach(each -> all.put(each.getFromMs(), each.getToMs()));
  }
}

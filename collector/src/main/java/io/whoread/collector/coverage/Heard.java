package io.whoread.collector.coverage;

import io.whoread.collector.state.v1.SpanState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * When the senders of a service were known to run, by their own clocks: between the first and the
 * last that came of each run. Guarded by its view.
 */
final class Heard {
  private final Spans spans = new Spans();

  /** In milliseconds since 1970. */
  record Interval(long fromMs, long toMs) {}

  /** Where they are too many, it is as if the first had not been heard: that is no cover. */
  void add(long fromMs, long toMs) {
    spans.add(fromMs, toMs);
    if (spans.areTooMany()) {
      spans.all.pollFirstEntry();
    }
  }

  boolean isEmpty() {
    return spans.all.isEmpty();
  }

  long firstMs() {
    return spans.all.firstKey();
  }

  long lastMs() {
    return spans.all.lastEntry().getValue();
  }

  /**
   * Where nothing was heard within {@code [fromMs, toMs)}. What is shorter than a restart is none.
   */
  List<Interval> silences(long fromMs, long toMs) {
    List<Interval> silences = new ArrayList<>();
    Map.Entry<Long, Long> before = spans.all.floorEntry(fromMs);
    long end = before == null ? fromMs : Math.max(fromMs, before.getValue());
    for (Map.Entry<Long, Long> next : spans.all.subMap(fromMs, false, toMs, false).entrySet()) {
      silence(end, next.getKey(), silences);
      end = Math.max(end, next.getValue());
    }
    silence(end, toMs, silences);
    return silences;
  }

  private static void silence(long fromMs, long toMs, List<Interval> into) {
    if (toMs - fromMs > Spans.APART_MS) {
      into.add(new Interval(fromMs, toMs));
    }
  }

  List<SpanState> save() {
    return spans.save();
  }

  void restore(List<SpanState> state) {
    spans.restore(state);
  }
}

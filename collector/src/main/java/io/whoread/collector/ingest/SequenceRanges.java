package io.whoread.collector.ingest;

import io.whoread.collector.state.v1.RangeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which batches of one run are in the log: ranges of sequence numbers with holes between them. */
final class SequenceRanges {
  // By first number.
  private final TreeMap<Long, Range> ranges = new TreeMap<>();

  /** The hole before a range is as old as the range is. */
  private static final class Range {
    private long last;
    private final long sinceMs;
    private boolean reported;

    private Range(long last, long sinceMs, boolean reported) {
      this.last = last;
      this.sinceMs = sinceMs;
      this.reported = reported;
    }
  }

  record Hole(long first, long last) {}

  boolean contains(long sequence) {
    Map.Entry<Long, Range> below = ranges.floorEntry(sequence);
    return below != null && sequence <= below.getValue().last;
  }

  int holes() {
    return ranges.isEmpty() ? 0 : ranges.size() - (ranges.firstKey() == 1 ? 1 : 0);
  }

  void add(long sequence, long nowMs) {
    if (contains(sequence)) {
      return;
    }
    Map.Entry<Long, Range> below = ranges.lowerEntry(sequence);
    Map.Entry<Long, Range> above = ranges.higherEntry(sequence);
    boolean joinsBelow = below != null && below.getValue().last == sequence - 1;
    boolean joinsAbove = above != null && above.getKey() == sequence + 1;
    if (joinsAbove) {
      ranges.remove(above.getKey());
    }
    if (joinsBelow) {
      below.getValue().last = joinsAbove ? above.getValue().last : sequence;
    } else if (joinsAbove) {
      ranges.put(sequence, above.getValue());
    } else {
      // Within a hole that was told of, both halves were.
      ranges.put(sequence, new Range(sequence, nowMs, above != null && above.getValue().reported));
    }
  }

  /** Holes that have been there since before a time, and were not told of. */
  List<Hole> overdue(long beforeMs) {
    List<Hole> holes = new ArrayList<>();
    long next = 1;
    for (Map.Entry<Long, Range> each : ranges.entrySet()) {
      Range range = each.getValue();
      if (each.getKey() > next && !range.reported && range.sinceMs < beforeMs) {
        holes.add(new Hole(next, each.getKey() - 1));
      }
      next = range.last + 1;
    }
    return holes;
  }

  void reported(Hole hole) {
    Map.Entry<Long, Range> above = ranges.higherEntry(hole.last());
    if (above != null) {
      above.getValue().reported = true;
    }
  }

  List<RangeState> save() {
    return ranges.entrySet().stream()
        .map(
            each ->
                RangeState.newBuilder()
                    .setFirst(each.getKey())
                    .setLast(each.getValue().last)
                    .setSinceMs(each.getValue().sinceMs)
                    .setReported(each.getValue().reported)
                    .build())
        .toList();
  }

  void restore(List<RangeState> states) {
    for (RangeState each : states) {
      ranges.put(each.getFirst(), new Range(each.getLast(), each.getSinceMs(), each.getReported()));
    }
  }
}

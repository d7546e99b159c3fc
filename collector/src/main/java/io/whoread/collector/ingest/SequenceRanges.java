package io.whoread.collector.ingest;

import io.whoread.collector.state.v1.RangeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which batches of one run are in the log: ranges of sequence numbers with holes between them.
 *
 * <p>A sender that leaves many numbers out would fill the memory with holes. The oldest of them can
 * be forgotten: below the floor it is no longer known what is in the log.
 */
final class SequenceRanges {
  // By first number.
  private final TreeMap<Long, Range> ranges = new TreeMap<>();
  // The last number of which nothing is known any more.
  private long floor;

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
    return ranges.isEmpty() ? 0 : ranges.size() - (ranges.firstKey() == floor + 1 ? 1 : 0);
  }

  /**
   * The stretch that the oldest holes lie in, as one hole, for those of them that were not told of;
   * null where all were.
   *
   * @param holes how many, at most as many as there are
   */
  Hole oldest(int holes) {
    long first = 0;
    long last = 0;
    long next = floor + 1;
    int left = holes;
    for (Map.Entry<Long, Range> each : ranges.entrySet()) {
      if (each.getKey() > next && left-- > 0 && !each.getValue().reported) {
        first = first == 0 ? next : first;
        last = each.getKey() - 1;
      }
      next = each.getValue().last + 1;
    }
    return first == 0 ? null : new Hole(first, last);
  }

  /** Forgets the oldest holes, and what lies below them. */
  void forget(int holes) {
    int left = holes;
    while (left > 0 && ranges.size() > 1) {
      left -= ranges.firstKey() > floor + 1 ? 1 : 0;
      floor = ranges.pollFirstEntry().getValue().last;
    }
  }

  void add(long sequence, long nowMs) {
    if (sequence <= floor || contains(sequence)) {
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
    long next = floor + 1;
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
    // The holes within it, and itself: each is as old as the range above it.
    for (Range range : ranges.subMap(hole.first(), false, hole.last(), true).values()) {
      range.reported = true;
    }
    Map.Entry<Long, Range> above = ranges.higherEntry(hole.last());
    if (above != null) {
      above.getValue().reported = true;
    }
  }

  long floor() {
    return floor;
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

  void restore(long below, List<RangeState> states) {
    floor = below;
    for (RangeState each : states) {
      ranges.put(each.getFirst(), new Range(each.getLast(), each.getSinceMs(), each.getReported()));
    }
  }
}

package io.whoread.collector.detect;

import io.whoread.collector.detect.work.WorkDay;
import java.util.Arrays;

/** A day of an actor that is still counted, per measure. */
final class OpenDay {
  static final int NO_CLASS = -1;

  /** Days since 1970-01-01. */
  final int day;

  /** Hours of the day in which the actor was active, as bits. */
  int hours;

  /** The highest count so far. */
  final int[] highest;

  /** The class of pace told to the group last. */
  final int[] pace;

  /** The count at which the group was asked last, or 0. */
  final int[] asked;

  /**
   * The highest count since then that could be worth asking for, or 0, and its window: a count may
   * have fallen again before it is told.
   */
  final int[] peak;

  /** What its subjects say of whether all of them were work. */
  WorkDay work = new WorkDay();

  final long[] peakFrom;
  final long[] peakTo;

  OpenDay(int day, int measures) {
    this.day = day;
    highest = new int[measures];
    pace = new int[measures];
    asked = new int[measures];
    peak = new int[measures];
    peakFrom = new long[measures];
    peakTo = new long[measures];
    Arrays.fill(pace, NO_CLASS);
  }

  void peak(int measure, int count, RecentReads.Window window) {
    peak[measure] = count;
    peakFrom[measure] = window.from();
    peakTo[measure] = window.to();
  }

  /** Whether the group was asked for a count and would have more to hear of it by now. */
  boolean grown(int measure) {
    return asked[measure] > 0 && peak[measure] > asked[measure];
  }
}

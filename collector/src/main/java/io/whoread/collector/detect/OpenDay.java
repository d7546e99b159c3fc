package io.whoread.collector.detect;

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

  OpenDay(int day, int measures) {
    this.day = day;
    highest = new int[measures];
    pace = new int[measures];
    asked = new int[measures];
    Arrays.fill(pace, NO_CLASS);
  }
}

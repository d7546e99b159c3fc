package io.whoread.collector.detect;

import java.time.LocalDate;
import java.util.List;

/**
 * Where an actor works, and when: what the register of people and the rules say of it. One thread
 * at a time.
 *
 * @param group the team, or where there is none the role: whose habits the actor is held against
 * @param calendar null where no hour is odd
 * @param duties hours at work beside the calendar
 * @param firstDay null where it is not known
 * @param lastDay null where it is not known, or has not come
 */
record Post(
    String group,
    WorkCalendar calendar,
    List<Stand> duties,
    LocalDate firstDay,
    LocalDate lastDay,
    long joinedMs,
    long leftMs) {
  private static final long DAY_MS = 86_400_000L;

  /**
   * Who is at work in place of another, or on call.
   *
   * @param other null where it is in nobody's place
   */
  record Stand(Duty duty, Post other) {}

  /** Whether an instant, in milliseconds since 1970, is within hours of work. */
  boolean working(long time) {
    if (calendar == null || calendar.working(time)) {
      return true;
    }
    for (Stand stand : duties) {
      if (stand.duty.holds(time) && (stand.other == null || stand.other.working(time))) {
        return true;
      }
    }
    return false;
  }

  /** Whether nothing is to be read at an instant: before the first day, or after the last. */
  boolean away(long time) {
    return isEarly(time) || hasLeft(time);
  }

  /** How many days an instant outside the days of work is after the last, or before the first. */
  long daysAway(long time) {
    return (isEarly(time) ? joinedMs - time - 1 : time - leftMs) / DAY_MS + 1;
  }

  boolean isEarly(long time) {
    return time < joinedMs;
  }

  /** A shift that began on the last day belongs to it. */
  boolean hasLeft(long time) {
    return time >= leftMs
        && !(calendar != null
            && time < leftMs + DAY_MS
            && calendar.workingSinceBefore(time, leftMs));
  }
}

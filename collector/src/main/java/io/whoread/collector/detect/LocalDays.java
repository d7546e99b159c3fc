package io.whoread.collector.detect;

import java.time.Instant;
import java.time.ZoneId;

/**
 * Local days and minutes of instants in one zone. Remembers the offset of the last quarter of an
 * hour asked for, since reads come mostly in order; one thread at a time.
 */
final class LocalDays {
  private static final long QUARTER_MS = 900_000;

  private final ZoneId zone;
  private long quarter = Long.MIN_VALUE;
  private long offsetMs;

  LocalDays(ZoneId zone) {
    this.zone = zone;
  }

  ZoneId zone() {
    return zone;
  }

  /** Milliseconds since 1970-01-01 00:00 on the clock on the wall. */
  long local(long time) {
    // All transitions of all zones since 1970 fall on a quarter of an hour.
    long asked = Math.floorDiv(time, QUARTER_MS);
    if (asked != quarter) {
      quarter = asked;
      offsetMs = zone.getRules().getOffset(Instant.ofEpochMilli(time)).getTotalSeconds() * 1_000L;
    }
    return time + offsetMs;
  }

  /** Days since 1970-01-01. */
  int day(long time) {
    return (int) Math.floorDiv(local(time), 86_400_000L);
  }

  /** The instant, in milliseconds since 1970, at which the day began; but for changes of clocks. */
  long midnight(long time) {
    return time - Math.floorMod(local(time), 86_400_000L);
  }

  /** Hour of the week, 0 for Monday from 00:00. */
  int hourOfWeek(long time) {
    // 1970-01-01 was a Thursday.
    return (int) Math.floorMod(Math.floorDiv(local(time), 3_600_000L) + 72, 168L);
  }

  /** 0 for Monday. */
  static int dayOfWeek(int day) {
    return Math.floorMod(day + 3, 7);
  }

  /** Weeks since the Monday before 1970-01-01. */
  int week(long time) {
    return Math.floorDiv(day(time) + 3, 7);
  }
}

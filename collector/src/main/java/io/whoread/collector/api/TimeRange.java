package io.whoread.collector.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;

/** The half-open interval {@code [from, to)} that a question is about. */
record TimeRange(Instant from, Instant to) {
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Duration LONGEST = Duration.ofDays(3 * 366);

  /**
   * @param from ISO 8601 instant, or null for {@code usual} before {@code to}
   * @param to ISO 8601 instant, or null for now
   */
  static TimeRange of(String from, String to, Duration usual, InstantSource clock) {
    Instant now = clock.instant();
    Instant end = to == null ? now : instant("to", to);
    Instant start = from == null ? end.minus(usual) : instant("from", from);
    if (!start.isBefore(end)) {
      throw bad("`from` must be before `to`.");
    }
    if (start.isBefore(EARLIEST) || end.isAfter(now.plus(Duration.ofDays(2)))) {
      throw bad("The time range must lie between the year 2000 and tomorrow.");
    }
    if (Duration.between(start, end).compareTo(LONGEST) > 0) {
      throw bad("The time range must not be longer than three years.");
    }
    return new TimeRange(start, end);
  }

  /** All that is kept. */
  static TimeRange ever(InstantSource clock) {
    Instant now = clock.instant();
    return new TimeRange(EARLIEST, now.plus(Duration.ofDays(2)));
  }

  /**
   * @param name IANA name, or null for {@code usual}
   */
  static ZoneId zone(String name, ZoneId usual) {
    try {
      return name == null ? usual : ZoneId.of(name);
    } catch (DateTimeException e) {
      throw Refusal.badRequest("bad-zone", "`zone` must be a time zone such as Asia/Shanghai.");
    }
  }

  private static Instant instant(String field, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw bad("`" + field + "` must be a time such as 2026-01-31T16:00:00Z.");
    }
  }

  private static Refusal bad(String sentence) {
    return Refusal.badRequest("bad-range", sentence);
  }
}

package io.whoread.collector.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** A time as options take it: a day, or a time with its offset. */
final class DayOrTime {
  private DayOrTime() {}

  /**
   * @param option in which it stands
   * @param daysOn of a day, how many later its beginning is meant: 1 for its end
   * @param zone of days
   * @throws CommandFailed for what is neither
   */
  static Instant parse(String option, String text, int daysOn, ZoneId zone) {
    try {
      return text.contains("T")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDate.parse(text).plusDays(daysOn).atStartOfDay(zone).toInstant();
    } catch (DateTimeException e) {
      throw new CommandFailed(
          option
              + ": expected a day such as 2026-09-01, or a time such as 2026-09-01T08:00+08:00, not"
              + " \""
              + text
              + "\"",
          e);
    }
  }
}

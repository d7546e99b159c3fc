package io.whoread.collector.people;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** When a duty begins and ends, as rules and registers write it. */
public final class DutyTime {
  public static final String EXPECTED =
      "expected a time such as 2026-11-01T22:00, or with an offset 2026-11-01T22:00+08:00";

  public static final String EXPECTED_ORDER =
      "expected a time after \"from\", at most 366 days after it";

  private static final Duration LONGEST = Duration.ofDays(366);

  private DutyTime() {}

  /**
   * @param zone of a time that names none
   * @return milliseconds since 1970
   * @throws DateTimeException where it is no time
   */
  public static long parse(String text, ZoneId zone) {
    Instant time =
        text.length() > "2026-11-01T22:00:00".length()
                || text.endsWith("Z")
                || text.lastIndexOf('+') > 0
            ? OffsetDateTime.parse(text).toInstant()
            : LocalDateTime.parse(text).atZone(zone).toInstant();
    if (time.isBefore(Instant.EPOCH) || time.isAfter(Instant.parse("2200-01-01T00:00:00Z"))) {
      throw new DateTimeException("neither before 1970 nor after 2199");
    }
    return time.toEpochMilli();
  }

  /** Whether a duty may last from one time to the other. */
  public static boolean isSpan(long from, long until) {
    return until > from && until - from <= LONGEST.toMillis();
  }
}

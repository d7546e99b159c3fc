package io.whoread.collector.trace;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;

/**
 * A time as people write it into a list: an instant, a day, or an interval of either.
 *
 * @param from the earliest it can have been, in milliseconds since 1970
 * @param to the latest it can have been
 */
public record TimeText(long from, long to) {
  private static final DateTimeFormatter DAY =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-M-d")
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT);

  private static final DateTimeFormatter LOCAL =
      new DateTimeFormatterBuilder()
          .append(DAY)
          .appendPattern("[' ']['T']H:mm[:ss]")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT);

  /** Between two times of an interval. */
  private static final String BETWEEN = "\\s*(\\.\\.|~|～|至|到| to | - )\\s*";

  /**
   * @param zone of what is written without an offset
   * @return null where it is none; an interval that ends before it begins is none
   */
  public static TimeText parse(String text, ZoneId zone) {
    String[] ends =
        text.strip()
            .replace('年', '-')
            .replace('月', '-')
            .replace("日", "")
            .replace('/', '-')
            .split(BETWEEN, 2);
    try {
      TimeText first = one(ends[0], zone);
      TimeText last = ends.length == 1 ? first : one(ends[1], zone);
      return first.from > last.to ? null : new TimeText(first.from, last.to);
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  private static TimeText one(String text, ZoneId zone) {
    if (text.matches("[0-9]{1,4}-[0-9]{1,2}-[0-9]{1,2}")) {
      LocalDate day = LocalDate.parse(text, DAY);
      return new TimeText(
          ms(day.atStartOfDay(zone).toInstant()),
          ms(day.plusDays(1).atStartOfDay(zone).toInstant()) - 1);
    }
    long at =
        ms(
            text.matches(".*(Z|[+-][0-9]{2}:?[0-9]{2})")
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text, LOCAL).atZone(zone).toInstant());
    return new TimeText(at, at);
  }

  private static long ms(Instant time) {
    return time.toEpochMilli();
  }
}

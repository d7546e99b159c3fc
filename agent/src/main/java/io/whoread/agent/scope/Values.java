package io.whoread.agent.scope;

import io.whoread.record.ClearText;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Ids, days and statuses out of the values of fields. Values of types that the application defines
 * are left alone, enums apart: turning them into text would run its code.
 */
final class Values {
  private static final Pattern DAY = Pattern.compile("[0-9]{4}-[01][0-9]-[0-3][0-9]");

  private Values() {}

  /** Null where there is no id, or none that can be told. */
  static String id(Object value) {
    if (value == null) {
      return null;
    }
    boolean plain =
        value instanceof String
            || value instanceof UUID
            || value instanceof Number && value.getClass().getName().startsWith("java.");
    String text = plain ? value.toString() : null;
    return text == null || isBlank(text) ? null : text;
  }

  /** How a personal value is written, null where that is not known: nothing of it is looked for. */
  static String text(Object value) {
    if (value instanceof LocalDate) {
      return value.toString();
    }
    return id(value);
  }

  private static boolean isBlank(String text) {
    // The first character tells of nearly all.
    return text.isEmpty() || text.charAt(0) <= ' ' && text.trim().isEmpty();
  }

  /** A status, a purpose: what in it is personal is cut out. */
  static String word(Object value) {
    String word = named(value);
    return word == null ? null : ClearText.word(word);
  }

  /** An owner's id; one that is or holds something personal is replaced by what is given. */
  static String owner(Object value, UnaryOperator<String> pseudonym) {
    String owner = named(value);
    return owner == null ? null : ClearText.owner(owner, pseudonym);
  }

  private static String named(Object value) {
    return value instanceof Enum ? ((Enum<?>) value).name() : id(value);
  }

  /** Days since 1970-01-01 plus 1; 0 where not known, and for what is no date of this world. */
  static int day(Object value, ZoneId zone) {
    try {
      LocalDate date = date(value, zone);
      long day = date == null ? -1 : date.toEpochDay();
      return day < 0 || day > 1_000_000 ? 0 : (int) day + 1;
    } catch (RuntimeException e) {
      // Beyond what a date can be, or thrown by a Date that the application made its own.
      return 0;
    }
  }

  private static LocalDate date(Object value, ZoneId zone) {
    if (value instanceof LocalDateTime) {
      return ((LocalDateTime) value).toLocalDate();
    } else if (value instanceof LocalDate) {
      return (LocalDate) value;
    } else if (value instanceof Date) {
      return Instant.ofEpochMilli(((Date) value).getTime()).atZone(zone).toLocalDate();
    } else if (value instanceof Instant) {
      return ((Instant) value).atZone(zone).toLocalDate();
    } else if (value instanceof OffsetDateTime) {
      return ((OffsetDateTime) value).atZoneSameInstant(zone).toLocalDate();
    } else if (value instanceof ZonedDateTime) {
      return ((ZonedDateTime) value).withZoneSameInstant(zone).toLocalDate();
    } else if (value instanceof Long) {
      long time = (Long) value;
      // Seconds until the year 5138, milliseconds from 1973 on.
      Instant at =
          time < 100_000_000_000L ? Instant.ofEpochSecond(time) : Instant.ofEpochMilli(time);
      return at.atZone(zone).toLocalDate();
    } else if (value instanceof String) {
      String text = (String) value;
      return DAY.matcher(text).lookingAt() ? LocalDate.parse(text.substring(0, 10)) : null;
    }
    return null;
  }
}

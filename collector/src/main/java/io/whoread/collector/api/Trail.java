package io.whoread.collector.api;

import io.whoread.collector.index.AccessFilter;
import io.whoread.collector.index.AccessRow;
import io.whoread.collector.index.Index;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A page of accesses, and the narrowing that the index does not know: one hour of the week, which
 * is a cell of the heatmap. Such an hour stands at most once a week in a time range, so that the
 * page is put together from one question a week.
 */
record Trail(List<AccessView> accesses, String next) {
  /** So many parts of one access at most are one line: a larger access has several. */
  static final int MOST_PARTS = 16;

  /** Hour of the week: Monday is 1. */
  record Hour(int weekday, int hour) {
    Hour {
      if (weekday < 1 || weekday > 7 || hour < 0 || hour > 23) {
        throw Refusal.badRequest(
            "bad-hour", "`weekday` must be 1 (Monday) to 7, and `hour` 0 to 23.");
      }
    }
  }

  /**
   * A request that is told in parts, because it is long, is one line: as far as its parts lie
   * beside each other, which they do but where somebody else's read of the same moment stands
   * between.
   *
   * @param view of a row
   * @param hour null for all
   * @param after cursor of the page before, or null
   * @param limit 1 to 1,000
   */
  static Trail page(
      Index index,
      AccessFilter filter,
      Function<AccessRow, AccessView> view,
      Hour hour,
      ZoneId zone,
      String after,
      int limit)
      throws IOException {
    if (limit < 1 || limit > 1000) {
      throw Refusal.badRequest("bad-limit", "`limit` must be 1 to 1000.");
    }
    AccessRow.Cursor reached = after == null ? null : cursor(after);
    List<AccessView> accesses = new ArrayList<>();
    AccessRow last = null;
    while (true) {
      // Behind the last line only parts of its access are of interest.
      int wanted = accesses.size() < limit ? limit - accesses.size() : MOST_PARTS;
      List<AccessRow> rows = rows(index, filter, hour, zone, reached, wanted);
      for (AccessRow row : rows) {
        boolean goesOn = last != null && arePartsOfOne(last, row);
        if (goesOn && accesses.getLast().parts() < MOST_PARTS) {
          accesses.add(accesses.removeLast().and(view.apply(row)));
        } else if (accesses.size() == limit) {
          return new Trail(accesses, cursor(reached));
        } else {
          accesses.add(view.apply(row));
        }
        last = row;
        reached = row.cursor();
      }
      if (rows.size() < wanted) {
        return new Trail(accesses, null);
      }
      if (accesses.size() == limit && last.request().isEmpty()) {
        return new Trail(accesses, cursor(reached));
      }
    }
  }

  static boolean arePartsOfOne(AccessRow one, AccessRow other) {
    return !one.request().isEmpty()
        && one.request().equals(other.request())
        && one.service().equals(other.service());
  }

  private static List<AccessRow> rows(
      Index index, AccessFilter filter, Hour hour, ZoneId zone, AccessRow.Cursor cursor, int limit)
      throws IOException {
    if (hour == null) {
      return index.accesses(filter, cursor, limit);
    }
    List<AccessRow> rows = new ArrayList<>();
    for (TimeRange slot : slots(filter.from(), filter.to(), hour, zone)) {
      if (cursor == null || slot.from().toEpochMilli() <= cursor.atMs()) {
        rows.addAll(index.accesses(within(filter, slot), cursor, limit - rows.size()));
      }
      if (rows.size() == limit) {
        break;
      }
    }
    return rows;
  }

  /** The intervals of a range that fall into an hour of the week, latest first. */
  static List<TimeRange> slots(Instant from, Instant to, Hour hour, ZoneId zone) {
    List<TimeRange> slots = new ArrayList<>();
    ZonedDateTime day =
        to.atZone(zone)
            .truncatedTo(ChronoUnit.DAYS)
            .with(java.time.temporal.TemporalAdjusters.nextOrSame(DayOfWeek.of(hour.weekday())));
    while (day.plusDays(2).toInstant().isAfter(from)) {
      // A day of a change of clocks may hold an hour twice, or not at all.
      Instant last = day.plusDays(1).toInstant();
      for (Instant at = last.minus(1, ChronoUnit.HOURS);
          !at.isBefore(day.toInstant());
          at = at.minus(1, ChronoUnit.HOURS)) {
        Instant end = at.plus(1, ChronoUnit.HOURS);
        if (at.atZone(zone).getHour() == hour.hour() && at.isBefore(to) && end.isAfter(from)) {
          slots.add(new TimeRange(at.isBefore(from) ? from : at, end.isAfter(to) ? to : end));
        }
      }
      day = day.minusWeeks(1);
    }
    return slots;
  }

  private static AccessFilter within(AccessFilter filter, TimeRange slot) {
    return new AccessFilter(
        slot.from(),
        slot.to(),
        filter.actor(),
        filter.role(),
        filter.service(),
        filter.operation(),
        filter.form(),
        filter.address(),
        filter.field(),
        filter.subjects());
  }

  static String cursor(AccessRow.Cursor cursor) {
    return cursor.atMs() + "." + cursor.position() + "." + cursor.ordinal();
  }

  static AccessRow.Cursor cursor(String text) {
    String[] parts = text.split("\\.");
    try {
      if (parts.length == 3) {
        return new AccessRow.Cursor(
            Long.parseLong(parts[0]), Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw Refusal.badRequest("bad-cursor", "`after` must be the `next` of the page before.");
  }
}

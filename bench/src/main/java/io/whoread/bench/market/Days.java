package io.whoread.bench.market;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;

/**
 * The days that are told, counted from 0; days before have negative numbers. Public holidays and
 * the weekend days worked for them are those of mainland China in the second quarter of 2026.
 */
final class Days {
  static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  static final long DAY_MS = 86_400_000L;
  static final int HOUR = 60;

  /** The mid-year sale, known to every marketplace there. */
  static final LocalDate SALE = LocalDate.of(2026, 6, 18);

  private static final Set<LocalDate> OFF =
      Set.of(
          LocalDate.of(2026, 4, 4),
          LocalDate.of(2026, 4, 5),
          LocalDate.of(2026, 4, 6),
          LocalDate.of(2026, 5, 1),
          LocalDate.of(2026, 5, 2),
          LocalDate.of(2026, 5, 3),
          LocalDate.of(2026, 5, 4),
          LocalDate.of(2026, 5, 5),
          LocalDate.of(2026, 6, 19),
          LocalDate.of(2026, 6, 20),
          LocalDate.of(2026, 6, 21));

  private static final Set<LocalDate> WORKED = Set.of(LocalDate.of(2026, 5, 9));

  /** Orders by day of the week, Monday first. */
  private static final double[] WEEK = {1.06, 1.04, 1.02, 1.0, 0.98, 0.95, 0.95};

  private final LocalDate first;
  private final long firstMs;
  private final long seed;

  Days(LocalDate first, long seed) {
    this.first = first;
    this.firstMs = first.atStartOfDay(ZONE).toInstant().toEpochMilli();
    this.seed = seed;
  }

  /** Midnight at which a day begins; the zone has no summer time. */
  long start(int day) {
    return firstMs + day * DAY_MS;
  }

  int of(long time) {
    return (int) Math.floorDiv(time - firstMs, DAY_MS);
  }

  LocalDate date(int day) {
    return first.plusDays(day);
  }

  /** As records tell it. */
  int placedDay(int day) {
    return (int) date(day).toEpochDay() + 1;
  }

  boolean sale(int day) {
    return date(day).equals(SALE);
  }

  /** The day of the sale; it may lie beyond the days that are told. */
  int saleDay() {
    return (int) (SALE.toEpochDay() - first.toEpochDay());
  }

  /** Whether offices are open. */
  boolean working(int day) {
    LocalDate date = date(day);
    if (OFF.contains(date)) {
      return false;
    }
    return WORKED.contains(date) || date.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0;
  }

  boolean holiday(int day) {
    return OFF.contains(date(day));
  }

  /** The first three days of a month on which offices are open. */
  boolean monthEnd(int day) {
    int open = 0;
    for (int d = day - date(day).getDayOfMonth() + 1; d <= day; d++) {
      open += working(d) ? 1 : 0;
    }
    return working(day) && open <= 3;
  }

  /** Orders placed on a day, an ordinary one being 1. */
  double volume(int day) {
    double noise = Dice.of(seed, "volume", day).logNormal(0.08);
    if (sale(day)) {
      return 10 * noise;
    }
    int after = (int) (date(day).toEpochDay() - SALE.toEpochDay());
    double season = after >= -3 && after < 0 ? 0.6 : after > 0 && after <= 5 ? 0.7 : 1;
    return WEEK[date(day).getDayOfWeek().getValue() - 1]
        * (holiday(day) ? 0.75 : 1)
        * season
        * noise;
  }
}

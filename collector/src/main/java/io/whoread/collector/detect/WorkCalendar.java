package io.whoread.collector.detect;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * When the people of a role or team work: shifts on days of the week, public holidays off, and the
 * weekend days that are worked to make up for them. One thread at a time.
 */
final class WorkCalendar {
  static final int MINUTES = 24 * 60;

  /**
   * Hours of work on some days of the week.
   *
   * @param from minute of the day, 0 to 1439
   * @param to minute at which work ends, 1 to 1440; not after {@code from} for a shift over
   *     midnight, which belongs to the day on which it begins
   */
  record Shift(Set<DayOfWeek> days, int from, int to) {}

  private final String name;
  private final LocalDays clock;
  private final List<Shift> shifts;
  private final Holidays holidays;

  private long minute = Long.MIN_VALUE;
  private boolean working;

  WorkCalendar(String name, ZoneId zone, List<Shift> shifts, Holidays holidays) {
    this.name = name;
    this.clock = new LocalDays(zone);
    this.shifts = List.copyOf(shifts);
    this.holidays = holidays;
  }

  /** As the rules name it. */
  String name() {
    return name;
  }

  Holidays holidays() {
    return holidays;
  }

  ZoneId zone() {
    return clock.zone();
  }

  /** Whether an instant, in milliseconds since 1970, is within working hours. */
  boolean working(long time) {
    long local = Math.floorDiv(clock.local(time), 60_000L);
    if (local != minute) {
      minute = local;
      working = workingAt(local);
    }
    return working;
  }

  private boolean workingAt(long localMinute) {
    return within(localMinute, this::worked);
  }

  /** Whether an instant is within a shift that is worked and began before another instant. */
  boolean workingSinceBefore(long time, long begin) {
    long local = Math.floorDiv(clock.local(time), 60_000L);
    long before = Math.floorDiv(clock.local(begin), 60_000L);
    return within(local, (shift, day) -> day * MINUTES + shift.from < before && worked(shift, day));
  }

  /**
   * Whether a minute of the wall's clock lies in a shift.
   *
   * @param worked whether a shift is worked that begins on a day, in days since 1970
   */
  private boolean within(long localMinute, BiPredicate<Shift, Long> worked) {
    long day = Math.floorDiv(localMinute, MINUTES);
    int minuteOfDay = (int) Math.floorMod(localMinute, (long) MINUTES);
    for (Shift shift : shifts) {
      boolean overMidnight = shift.to <= shift.from;
      if (minuteOfDay >= shift.from && (overMidnight || minuteOfDay < shift.to)) {
        if (worked.test(shift, day)) {
          return true;
        }
      }
      if (overMidnight && minuteOfDay < shift.to && worked.test(shift, day - 1)) {
        return true;
      }
    }
    return false;
  }

  private boolean worked(Shift shift, long epochDay) {
    LocalDate day = LocalDate.ofEpochDay(epochDay);
    return switch (holidays.on(day)) {
      case HOLIDAY -> false;
      // A day made up for is a working day like those from Monday to Friday.
      case MADE_UP -> shift.days.stream().anyMatch(d -> d.getValue() <= 5);
      case ORDINARY -> shift.days.contains(day.getDayOfWeek());
    };
  }

  /**
   * The hours of a week without holidays as clocks of another zone show them, [7][24], Monday
   * first; the middle of an hour decides. Zones change their clocks on different days: it is the
   * week that holds {@code at}.
   */
  boolean[][] week(ZoneId shown, Instant at) {
    LocalDate monday =
        at.atZone(shown).toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    // Asked for by other threads, and so with a clock of its own.
    LocalDays there = new LocalDays(clock.zone());
    boolean[][] week = new boolean[7][24];
    for (int day = 0; day < 7; day++) {
      for (int hour = 0; hour < 24; hour++) {
        Instant middle = monday.plusDays(day).atTime(hour, 30).atZone(shown).toInstant();
        long local = Math.floorDiv(there.local(middle.toEpochMilli()), 60_000L);
        week[day][hour] = within(local, WorkCalendar::ordinarily);
      }
    }
    return week;
  }

  private static boolean ordinarily(Shift shift, long epochDay) {
    return shift.days.contains(LocalDate.ofEpochDay(epochDay).getDayOfWeek());
  }

  /** The hours, for a sentence: "09:00-18:00". */
  String hours() {
    StringBuilder text = new StringBuilder();
    for (Shift shift : shifts) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(clock(shift.from))
          .append('-')
          .append(clock(shift.to));
    }
    return text.toString();
  }

  private static String clock(int minute) {
    return "%02d:%02d".formatted(minute / 60, minute % 60);
  }
}

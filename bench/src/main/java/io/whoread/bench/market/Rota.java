package io.whoread.bench.market;

import static io.whoread.bench.market.Days.DAY_MS;
import static io.whoread.bench.market.Days.HOUR;

import java.util.Arrays;

/** Who works when. */
final class Rota {
  static final int VACATION_DAYS = 6;

  private static final double ILL = 0.02;
  private static final double OVERTIME = 0.015;
  private static final long MINUTE_MS = 60_000;

  private final Days days;
  private final long seed;

  /** The shift asked for last, and its day: each is asked for many times over. */
  private final Shift[] known;

  private final int[] knownDay;

  /**
   * @param people how many there are
   */
  Rota(Days days, long seed, int people) {
    this.days = days;
    this.seed = seed;
    known = new Shift[people];
    knownDay = new int[people];
    Arrays.fill(knownDay, Integer.MIN_VALUE);
  }

  /** The shift that begins on a day; null for a day off. */
  Shift shift(Person person, int day) {
    if (!person.employed(day) || away(person, day)) {
      return null;
    }
    if (knownDay[person.index] != day) {
      known[person.index] = drawn(person, day);
      knownDay[person.index] = day;
    }
    return known[person.index];
  }

  private Shift drawn(Person person, int day) {
    boolean allHands = days.sale(day) || days.sale(day - 1) && person.job(day) != Job.FINANCE;
    if (!allHands && !turn(person, day)) {
      return null;
    }
    Dice dice = Dice.of(seed, "shift", person.index, day);
    if (dice.chance(ILL)) {
      return null;
    }
    Job job = person.job(day);
    boolean other = (Math.floorDiv(day, 7) + person.turn) % 2 == 0;
    int start = (other ? job.otherStart : job.start) + dice.between(-10, 11);
    int minutes = job.minutes + dice.between(-10, 16);
    if (dice.chance(OVERTIME)) {
      minutes += dice.between(HOUR, 5 * HOUR / 2);
    }
    if (person.late) {
      start += 3 * HOUR;
      minutes += 2 * HOUR;
    }
    if (days.sale(day)) {
      start -= HOUR;
      minutes += 3 * HOUR;
    }
    long from = days.start(day) + start * MINUTE_MS;
    return new Shift(from, from + minutes * MINUTE_MS);
  }

  /** The night after a day for which somebody can be called; null for others. */
  Shift onCall(Person person, int day) {
    if (person.job(day) != Job.OPERATIONS
        || !person.employed(day)
        || away(person, day)
        || Math.floorMod(Math.floorDiv(day, 7), Job.OPERATIONS.atLeast)
            != Math.floorMod(person.turn, Job.OPERATIONS.atLeast)) {
      return null;
    }
    long midnight = days.start(day) + DAY_MS;
    return new Shift(midnight - HOUR * MINUTE_MS, midnight + 6 * HOUR * MINUTE_MS);
  }

  /** Whether a time is within a shift or a night on call of a person. */
  boolean working(Person person, long time) {
    int day = days.of(time);
    for (int d = day - 1; d <= day; d++) {
      Shift shift = shift(person, d);
      Shift onCall = onCall(person, d);
      if (shift != null && shift.holds(time) || onCall != null && onCall.holds(time)) {
        return true;
      }
    }
    return false;
  }

  private static boolean away(Person person, int day) {
    for (int first : person.vacations) {
      if (day >= first && day < first + VACATION_DAYS) {
        return true;
      }
    }
    return false;
  }

  private boolean turn(Person person, int day) {
    Job job = person.job(day);
    if (job.of == 0) {
      return days.working(day);
    }
    // Of a holiday's days half of the turns are off.
    return Math.floorMod(day + person.turn, 7) < job.of
        && (!days.holiday(day) || job == Job.COURIER || (day + person.turn) % 2 == 0);
  }
}

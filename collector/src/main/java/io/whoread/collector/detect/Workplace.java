package io.whoread.collector.detect;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Where somebody works, and since and until when, as far as the register and the rules tell.
 *
 * @param team null where none is known
 * @param firstDay null where it is not known
 * @param lastDay null where it is not known, or has not come
 * @param shift null where no hour is odd for the actor
 */
public record Workplace(String team, LocalDate firstDay, LocalDate lastDay, Shift shift) {
  /**
   * When somebody works, as the team's or the role's calendar has it.
   *
   * @param week the hours of a week without holidays, Monday first, by the clocks of the zone that
   *     was asked for
   * @param hours on the calendar's own clocks: "09:00-18:00"
   * @param zone in which the calendar is in force
   */
  public record Shift(boolean[][] week, String hours, ZoneId zone) {}

  static Workplace of(Post post, String role, ZoneId shown, Instant at) {
    WorkCalendar calendar = post.calendar();
    return new Workplace(
        post.group().equals(role) ? null : post.group(),
        post.firstDay(),
        post.lastDay(),
        calendar == null
            ? null
            : new Shift(calendar.week(shown, at), calendar.hours(), calendar.zone()));
  }
}

package io.whoread.collector.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * A team of the shop's people, and when it works. Customer service follows the sun, with desks on
 * four continents, and parcels are delivered around the clock: so that at any hour at which the
 * demo is started somebody is at work, and for some desk it is the middle of the night.
 *
 * @param from beginning of the shift, in the team's zone, every day of the week
 * @param to its end; before {@code from} for a shift over midnight
 */
record Team(String name, String role, ZoneId zone, LocalTime from, LocalTime to) {
  static final List<Team> ALL =
      List.of(
          desk("cs-shanghai", "Asia/Shanghai", 9, 18),
          desk("cs-shanghai-night", "Asia/Shanghai", 22, 7),
          desk("cs-auckland", "Pacific/Auckland", 9, 18),
          desk("cs-paris", "Europe/Paris", 9, 18),
          desk("cs-sao-paulo", "America/Sao_Paulo", 9, 18),
          desk("cs-los-angeles", "America/Los_Angeles", 9, 18),
          desk("warehouse", "Asia/Shanghai", 8, 20),
          couriers("couriers-early", 6, 14),
          couriers("couriers-late", 14, 22),
          couriers("couriers-night", 22, 6));

  private static final LocalTime DEEP_NIGHT = LocalTime.of(2, 30);
  private static final long DAY = Duration.ofDays(1).toMinutes();

  /** A shift of one day. */
  record Shift(LocalDate day, Instant start, Instant end) {
    boolean contains(Instant time) {
      return !time.isBefore(start) && time.isBefore(end);
    }
  }

  private static Team desk(String name, String zone, int from, int to) {
    return new Team(name, "staff", ZoneId.of(zone), LocalTime.of(from, 0), LocalTime.of(to, 0));
  }

  private static Team couriers(String name, int from, int to) {
    ZoneId zone = ZoneId.of("Asia/Shanghai");
    return new Team(name, "courier", zone, LocalTime.of(from, 0), LocalTime.of(to, 0));
  }

  /** The shift that begins on a day of the team's zone. */
  Shift shift(LocalDate day) {
    LocalDate last = to.isAfter(from) ? day : day.plusDays(1);
    return new Shift(
        day, day.atTime(from).atZone(zone).toInstant(), last.atTime(to).atZone(zone).toInstant());
  }

  /** The shift under way, or null. */
  Shift shiftAt(Instant time) {
    LocalDate today = time.atZone(zone).toLocalDate();
    for (LocalDate day : List.of(today, today.minusDays(1))) {
      if (shift(day).contains(time)) {
        return shift(day);
      }
    }
    return null;
  }

  /** How far from half past two at night it is there, in minutes: 0 to 720. */
  long fromDeepNight(Instant time) {
    ZonedDateTime there = time.atZone(zone);
    long minutes = Math.abs(Duration.between(DEEP_NIGHT, there.toLocalTime()).toMinutes());
    return Math.min(minutes, DAY - minutes);
  }

  /** The clock on the team's wall. */
  LocalTime clock(Instant time) {
    return time.atZone(zone).toLocalTime().withSecond(0).withNano(0);
  }

  String hours() {
    return from + "-" + to + " " + zone;
  }

  /** Everybody works five days of seven; which, follows from the id. */
  static boolean works(String id, LocalDate day) {
    return Math.floorMod(day.toEpochDay() + id.hashCode(), 7) >= 2;
  }
}

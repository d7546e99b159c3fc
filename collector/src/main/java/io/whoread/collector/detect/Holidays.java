package io.whoread.collector.detect;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Public holidays of a country, and the weekend days worked instead. */
final class Holidays {
  static final Holidays NONE = new Holidays("", Set.of(), Set.of(), Set.of());

  enum Kind {
    ORDINARY,
    HOLIDAY,
    MADE_UP
  }

  private final String name;
  private final Set<Integer> years;
  private final Map<LocalDate, Kind> days = new HashMap<>();

  /**
   * @param name as the rules have it; empty where there are none to know of
   * @param years that the days are known of; in others every day is an ordinary one
   */
  Holidays(String name, Set<Integer> years, Set<LocalDate> off, Set<LocalDate> madeUp) {
    this.name = name;
    this.years = years;
    off.forEach(d -> days.put(d, Kind.HOLIDAY));
    madeUp.forEach(d -> days.put(d, Kind.MADE_UP));
  }

  String name() {
    return name;
  }

  /** Whether there should be days of a year and none are known. */
  boolean lacks(int year) {
    return !name.isEmpty() && !years.contains(year);
  }

  Kind on(LocalDate day) {
    return days.getOrDefault(day, Kind.ORDINARY);
  }
}

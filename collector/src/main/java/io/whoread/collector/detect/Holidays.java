package io.whoread.collector.detect;

import java.time.LocalDate;
import java.util.Map;
import java.util.Set;

/** Public holidays of a country, and the weekend days worked instead. */
final class Holidays {
  static final Holidays NONE = new Holidays(Set.of(), Set.of());

  enum Kind {
    ORDINARY,
    HOLIDAY,
    MADE_UP
  }

  private final Map<LocalDate, Kind> days = new java.util.HashMap<>();

  Holidays(Set<LocalDate> off, Set<LocalDate> madeUp) {
    off.forEach(d -> days.put(d, Kind.HOLIDAY));
    madeUp.forEach(d -> days.put(d, Kind.MADE_UP));
  }

  Kind on(LocalDate day) {
    return days.getOrDefault(day, Kind.ORDINARY);
  }
}

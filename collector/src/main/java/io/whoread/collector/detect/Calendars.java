package io.whoread.collector.detect;

import io.whoread.collector.settings.SettingsException;
import io.whoread.collector.settings.Yaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The calendars that rules name. */
final class Calendars {
  private static final Pattern HOURS =
      Pattern.compile("([0-2]?[0-9]):([0-5][0-9])-([0-2]?[0-9]):([0-5][0-9])");
  private static final Pattern YEAR = Pattern.compile("20[0-9]{2}");

  private final RuleSources sources;
  private final ZoneId zone;
  private final Map<String, WorkCalendar> byName = new LinkedHashMap<>();

  /** In place of any other, or null. */
  private WorkCalendar forAll;

  /**
   * @param zone of calendars that name none
   */
  Calendars(Yaml calendars, ZoneId zone, RuleSources sources) {
    this.sources = sources;
    this.zone = zone;
    calendars.map().forEach((name, item) -> byName.put(name, calendar(name, item)));
  }

  /** Has one calendar, by name or by file, take the place of all others. */
  void forAll(String name) {
    if (!byName.containsKey(name) && Files.isReadable(Path.of(name))) {
      String text = Yaml.source(Path.of(name));
      sources.said(text);
      byName.put(name, calendar(name, Yaml.parse(name, text)));
    }
    forAll = byName.get(name);
    if (forAll == null) {
      throw new SettingsException(unknown(name));
    }
  }

  /** The calendar of somebody for whom the rules name one. */
  WorkCalendar get(Yaml name) {
    WorkCalendar calendar = byName.get(name.text());
    if (calendar == null) {
      throw name.wrong(unknown(name.text()));
    }
    return forAll != null ? forAll : calendar;
  }

  /** All that have a name. */
  Map<String, WorkCalendar> all() {
    Map<String, WorkCalendar> all = new HashMap<>(byName);
    if (forAll != null) {
      all.replaceAll((name, calendar) -> forAll);
    }
    return Map.copyOf(all);
  }

  private String unknown(String name) {
    return "no calendar is named \"" + name + "\"; known are " + String.join(", ", byName.keySet());
  }

  private WorkCalendar calendar(String name, Yaml item) {
    Map<String, Yaml> map = item.map(Set.of("days", "hours", "zone", "holidays", "shifts"));
    List<WorkCalendar.Shift> shifts = new ArrayList<>();
    for (Yaml part : map.containsKey("shifts") ? map.get("shifts").list() : List.of(item)) {
      Set<DayOfWeek> days = days(part.get("days"));
      for (Yaml hours : part.get("hours").list()) {
        shifts.add(shift(days, hours));
      }
    }
    return new WorkCalendar(
        name,
        map.containsKey("zone") ? map.get("zone").zone() : zone,
        shifts,
        map.containsKey("holidays") ? holidays(map.get("holidays")) : Holidays.NONE);
  }

  private static WorkCalendar.Shift shift(Set<DayOfWeek> days, Yaml hours) {
    Matcher m = HOURS.matcher(hours.text());
    if (m.matches()) {
      int from = Integer.parseInt(m.group(1)) * 60 + Integer.parseInt(m.group(2));
      int to = Integer.parseInt(m.group(3)) * 60 + Integer.parseInt(m.group(4));
      if (from < WorkCalendar.MINUTES && to <= WorkCalendar.MINUTES) {
        return new WorkCalendar.Shift(days, from, to);
      }
    }
    throw hours.wrong(
        "expected hours such as 09:00-18:00 or 22:00-06:00, not \"" + hours.text() + "\"");
  }

  private static Set<DayOfWeek> days(Yaml days) {
    Set<DayOfWeek> set = EnumSet.noneOf(DayOfWeek.class);
    for (Yaml part : days.list()) {
      String[] ends = part.text().split("-", -1);
      if (ends.length > 2) {
        throw wrongDays(part);
      }
      DayOfWeek to = day(part, ends[ends.length - 1]);
      for (DayOfWeek d = day(part, ends[0]); ; d = d.plus(1)) {
        set.add(d);
        if (d == to) {
          break;
        }
      }
    }
    return set;
  }

  private static DayOfWeek day(Yaml where, String text) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().substring(0, 3).equals(text.strip().toUpperCase(Locale.ROOT))) {
        return day;
      }
    }
    throw wrongDays(where);
  }

  private static SettingsException wrongDays(Yaml where) {
    return where.wrong("expected days such as mon-fri or [sat, sun], not \"" + where.text() + "\"");
  }

  /** A list that comes with the program, by the country's code, or a file beside the rules. */
  private Holidays holidays(Yaml name) {
    String shipped = "holidays-" + name.text() + ".yaml";
    Yaml list;
    if (name.text().matches("[a-z]{2}") && RuleSources.isShipped(shipped)) {
      list = Yaml.shipped(RuleSources.class, shipped);
    } else {
      RuleSources.Sibling file = sources.sibling(name);
      list = Yaml.parse(file.label(), file.text());
    }
    sources.said(list);
    Set<LocalDate> off = new HashSet<>();
    Set<LocalDate> worked = new HashSet<>();
    Set<Integer> years = new HashSet<>();
    list.map()
        .forEach(
            (year, item) -> {
              if (!YEAR.matcher(year).matches()) {
                throw item.wrong("expected a year such as 2026, not \"" + year + "\"");
              }
              years.add(Integer.parseInt(year));
              item.map(Set.of("source", "off", "worked"));
              item.get("off").list().forEach(days -> dates(days, year, off));
              item.get("worked").list().forEach(days -> dates(days, year, worked));
            });
    return new Holidays(name.text(), years, off, worked);
  }

  private static void dates(Yaml days, String year, Set<LocalDate> into) {
    String[] ends = days.text().split("\\.\\.", -1);
    try {
      LocalDate to = LocalDate.parse(ends[ends.length - 1]);
      LocalDate from = LocalDate.parse(ends[0]);
      if (ends.length <= 2 && !from.isAfter(to) && from.plusDays(60).isAfter(to)) {
        if (from.getYear() != Integer.parseInt(year) || to.getYear() != from.getYear()) {
          throw days.wrong("\"" + days.text() + "\" stands under the year " + year);
        }
        from.datesUntil(to.plusDays(1)).forEach(into::add);
        return;
      }
    } catch (DateTimeException e) {
      // told below
    }
    throw days.wrong(
        "expected a day 2026-01-01 or days 2026-01-01..2026-01-03, not \"" + days.text() + "\"");
  }
}

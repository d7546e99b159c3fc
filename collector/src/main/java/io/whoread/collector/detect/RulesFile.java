package io.whoread.collector.detect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the rules: the defaults that come with the program, and over them a file of one's own in
 * which only what differs need stand.
 */
final class RulesFile {
  private static final String DEFAULTS = "rules.yaml";
  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,4})(m|h|d)");
  private static final Pattern HOURS =
      Pattern.compile("([0-2]?[0-9]):([0-5][0-9])-([0-2]?[0-9]):([0-5][0-9])");
  private static final long DAY_MS = 86_400_000L;
  private static final Map<String, Integer> CLASSES =
      Map.of("bulk", RecentReads.ALL, "off-hours", RecentReads.OFF_HOURS, "cold", RecentReads.COLD);

  private final Yaml yaml;

  /** Where other files are looked for; null where there is only what comes with the program. */
  private final Path folder;

  private final StringBuilder canonical = new StringBuilder();

  private RulesFile(Yaml yaml, Path folder) {
    this.yaml = yaml;
    this.folder = folder;
  }

  /** The rules as shipped. */
  static Rules defaults() {
    return new RulesFile(shipped(), null).rules(null, null);
  }

  /**
   * The rules of a file over those shipped.
   *
   * @param file need not exist
   * @throws RulesException for anything that is wrong with it
   */
  static Rules read(Path file) {
    return read(file, null, null);
  }

  /**
   * @param zone in place of the file's, or null
   * @param calendar name of a calendar in place of that of every role and team, or null
   */
  static Rules read(Path file, ZoneId zone, String calendar) {
    Yaml yaml = shipped();
    if (file == null || !Files.exists(file)) {
      return new RulesFile(yaml, null).rules(zone, calendar);
    }
    return new RulesFile(
            yaml.under(Yaml.parse(file.toString(), text(file))), file.toAbsolutePath().getParent())
        .rules(zone, calendar);
  }

  private static Yaml shipped() {
    return Yaml.parse(DEFAULTS, resource(DEFAULTS));
  }

  private Rules rules(ZoneId otherZone, String otherCalendar) {
    yaml.map(
        Set.of("zone", "normal", "rules", "calendars", "roles", "any-role", "teams", "team-file"));
    yaml.canonical(canonical);
    canonical.append(otherZone).append(otherCalendar);
    ZoneId zone = otherZone != null ? otherZone : zone(yaml.get("zone"));
    Yaml normal = yaml.get("normal");
    normal.map(Set.of("days", "group-weight"));
    Map<String, WorkCalendar> calendars = calendars(zone);
    if (otherCalendar != null
        && !calendars.containsKey(otherCalendar)
        && Files.isReadable(Path.of(otherCalendar))) {
      String text = text(Path.of(otherCalendar));
      canonical.append(text);
      calendars.put(otherCalendar, calendar(otherCalendar, Yaml.parse(otherCalendar, text), zone));
    }
    if (otherCalendar != null && !calendars.containsKey(otherCalendar)) {
      throw new RulesException(
          "no calendar is named \""
              + otherCalendar
              + "\"; known are "
              + String.join(", ", calendars.keySet()));
    }
    WorkCalendar forAll = calendars.get(otherCalendar);
    Map<String, Rules.RolePolicy> roles = new LinkedHashMap<>();
    yaml.get("roles")
        .map()
        .forEach((role, item) -> roles.put(role, policy(item, calendars, forAll)));
    Map<String, WorkCalendar> teamCalendars = new HashMap<>();
    Map<String, String> teams = new HashMap<>();
    teams(calendars, forAll, teamCalendars, teams);
    List<Measure> measures = measures();
    int coldDays = (int) (duration(yaml.get("rules").get("cold").get("after")) / DAY_MS);
    Rules.RolePolicy anyRole = policy(yaml.get("any-role"), calendars, forAll);
    return new Rules(
        version(),
        zone,
        normal.get("days").whole(5, 400),
        normal.get("group-weight").number(0, 1_000),
        coldDays,
        measures,
        roles,
        anyRole,
        teamCalendars,
        teams);
  }

  private List<Measure> measures() {
    List<Measure> measures = new ArrayList<>();
    yaml.get("rules")
        .map(CLASSES.keySet())
        .forEach(
            (rule, item) -> {
              item.map(Set.of("windows", "after", "spreads"));
              item.get("windows")
                  .map()
                  .forEach(
                      (window, floor) -> {
                        long length = duration(floor, window);
                        if (length > DAY_MS) {
                          throw floor.wrong("a window is at most 24h long, not " + window);
                        }
                        measures.add(
                            new Measure(
                                rule,
                                length,
                                CLASSES.get(rule),
                                floor.whole(1, 1_000_000),
                                item.get("spreads").number(1, 100)));
                      });
            });
    return List.copyOf(measures);
  }

  private Rules.RolePolicy policy(
      Yaml item, Map<String, WorkCalendar> calendars, WorkCalendar forAll) {
    Map<String, Yaml> map = item.map(Set.of("calendar", "rules"));
    List<String> rules = new ArrayList<>();
    for (Yaml rule : item.get("rules").list()) {
      if (!CLASSES.containsKey(rule.text())) {
        throw rule.wrong(
            "no rule is named \""
                + rule.text()
                + "\"; known are "
                + String.join(", ", CLASSES.keySet()));
      }
      rules.add(rule.text());
    }
    WorkCalendar calendar =
        map.containsKey("calendar") ? calendar(map.get("calendar"), calendars) : null;
    return new Rules.RolePolicy(
        calendar != null && forAll != null ? forAll : calendar, List.copyOf(rules));
  }

  private static WorkCalendar calendar(Yaml name, Map<String, WorkCalendar> calendars) {
    WorkCalendar calendar = calendars.get(name.text());
    if (calendar == null) {
      throw name.wrong(
          "no calendar is named \""
              + name.text()
              + "\"; known are "
              + String.join(", ", calendars.keySet()));
    }
    return calendar;
  }

  private void teams(
      Map<String, WorkCalendar> calendars,
      WorkCalendar forAll,
      Map<String, WorkCalendar> teamCalendars,
      Map<String, String> teams) {
    yaml.get("teams")
        .map()
        .forEach(
            (team, item) -> {
              Map<String, Yaml> map = item.map(Set.of("calendar", "members"));
              if (map.containsKey("calendar")) {
                WorkCalendar own = calendar(map.get("calendar"), calendars);
                teamCalendars.put(team, forAll != null ? forAll : own);
              }
              if (map.containsKey("members")) {
                map.get("members").list().forEach(member -> teams.put(member.text(), team));
              }
            });
    Yaml file = yaml.map().get("team-file");
    if (file != null && !file.text().isEmpty()) {
      Path path = sibling(file);
      String text = text(path);
      canonical.append(text);
      int number = 0;
      for (String line : text.split("\\R")) {
        number++;
        String[] cells = line.split(",", -1);
        if (line.isBlank() || number == 1 && line.strip().equals("actor,team")) {
          continue;
        }
        if (cells.length != 2 || cells[0].isBlank() || cells[1].isBlank()) {
          throw new RulesException(path + ":" + number + ": expected \"actor,team\"");
        }
        teams.put(cells[0].strip(), cells[1].strip());
      }
    }
  }

  private Map<String, WorkCalendar> calendars(ZoneId zone) {
    Map<String, WorkCalendar> calendars = new LinkedHashMap<>();
    yaml.get("calendars")
        .map()
        .forEach((name, item) -> calendars.put(name, calendar(name, item, zone)));
    return calendars;
  }

  private WorkCalendar calendar(String name, Yaml item, ZoneId zone) {
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
        map.containsKey("zone") ? zone(map.get("zone")) : zone,
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
      DayOfWeek from = day(part, ends[0]);
      DayOfWeek to = day(part, ends[ends.length - 1]);
      for (DayOfWeek d = from; ; d = d.plus(1)) {
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
    throw where.wrong("expected days such as mon-fri or [sat, sun], not \"" + where.text() + "\"");
  }

  /** A list that comes with the program, by the country's code, or a file beside the rules. */
  private Holidays holidays(Yaml name) {
    String shipped = "holidays-" + name.text() + ".yaml";
    Yaml list;
    if (name.text().matches("[a-z]{2}") && RulesFile.class.getResource(shipped) != null) {
      list = Yaml.parse(shipped, resource(shipped));
    } else {
      Path path = sibling(name);
      list = Yaml.parse(path.toString(), text(path));
    }
    list.canonical(canonical);
    Set<LocalDate> off = new HashSet<>();
    Set<LocalDate> worked = new HashSet<>();
    list.map()
        .forEach(
            (year, item) -> {
              item.map(Set.of("source", "off", "worked"));
              item.get("off").list().forEach(days -> dates(days, off));
              item.get("worked").list().forEach(days -> dates(days, worked));
            });
    return new Holidays(off, worked);
  }

  private static void dates(Yaml days, Set<LocalDate> into) {
    String[] ends = days.text().split("\\.\\.", -1);
    try {
      LocalDate to = LocalDate.parse(ends[ends.length - 1]);
      LocalDate from = LocalDate.parse(ends[0]);
      if (ends.length <= 2 && !from.isAfter(to) && from.plusDays(60).isAfter(to)) {
        from.datesUntil(to.plusDays(1)).forEach(into::add);
        return;
      }
    } catch (DateTimeException e) {
      // told below
    }
    throw days.wrong(
        "expected a day 2026-01-01 or days 2026-01-01..2026-01-03, not \"" + days.text() + "\"");
  }

  private Path sibling(Yaml name) {
    if (folder == null) {
      throw name.wrong("no list is named \"" + name.text() + "\"");
    }
    Path path = folder.resolve(name.text());
    if (!Files.isReadable(path)) {
      throw name.wrong(path + ": no such file, or not readable");
    }
    return path;
  }

  private static ZoneId zone(Yaml zone) {
    try {
      return ZoneId.of(zone.text());
    } catch (DateTimeException e) {
      throw zone.wrong("expected a time zone such as Asia/Shanghai, not \"" + zone.text() + "\"");
    }
  }

  private static long duration(Yaml text) {
    return duration(text, text.text());
  }

  private static long duration(Yaml where, String text) {
    Matcher m = DURATION.matcher(text);
    if (!m.matches()) {
      throw where.wrong("expected a length of time such as 5m, 1h or 14d, not \"" + text + "\"");
    }
    long unit =
        switch (m.group(2)) {
          case "m" -> 60_000L;
          case "h" -> 3_600_000L;
          default -> DAY_MS;
        };
    return Long.parseLong(m.group(1)) * unit;
  }

  private String version() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(canonical.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new RulesException(file + ": cannot be read as UTF-8 text: " + e.getMessage());
    }
  }

  private static String resource(String name) {
    try (InputStream in = RulesFile.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

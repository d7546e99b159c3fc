package io.whoread.collector.detect;

import io.whoread.collector.settings.SettingsException;
import io.whoread.collector.settings.Yaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the rules: the defaults that come with the program, and over them a file of one's own in
 * which only what differs need stand.
 */
final class RulesFile {
  static final String DEFAULTS = "rules.yaml";
  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,4})(m|h|d)");
  private static final Set<String> NONE = Set.of("0m", "0h", "0d");
  private static final long DAY_MS = 86_400_000L;

  /** Of what these count, nothing is ever ordinary. */
  private static final Set<String> WITHOUT_HABITS = Set.of("left", Tallies.CANARY, Tallies.LOGGED);

  private static final Map<String, Integer> CLASSES =
      Map.of(
          "bulk",
          RecentReads.ALL,
          "off-hours",
          RecentReads.OFF_HOURS,
          "cold",
          RecentReads.COLD,
          "left",
          RecentReads.AWAY,
          Rules.UNEXPLAINED,
          RecentReads.UNEXPLAINED,
          Rules.SLOW,
          RecentReads.SLOW);

  /**
   * Every rule there is: those that count all reads of an actor, those with a tally, and the one
   * that accompanies.
   */
  static final Set<String> KNOWN = known();

  private static Set<String> known() {
    Set<String> known = new TreeSet<>(CLASSES.keySet());
    known.addAll(Tallies.RULES);
    known.add(FirstTimes.RULE);
    return Collections.unmodifiableSet(known);
  }

  private final Yaml yaml;
  private final RuleSources sources;

  private RulesFile(Yaml yaml, RuleSources sources) {
    this.yaml = yaml;
    this.sources = sources;
  }

  /** The rules as shipped. */
  static Rules defaults() {
    return of(Map.of()).rules();
  }

  /**
   * The rules of a file over those shipped.
   *
   * @param file need not exist
   * @throws SettingsException for anything that is wrong with it
   */
  static Rules read(Path file) {
    return read(file, null, null);
  }

  /**
   * @param zone in place of the file's, or null
   * @param calendar name of a calendar in place of that of every role and team, or null
   */
  static Rules read(Path file, ZoneId zone, String calendar) {
    return load(file).rules(zone, calendar);
  }

  /** As {@link #read(Path)}, with the files that the rules are made of. */
  static RuleSet set(Path file) {
    return load(file).set();
  }

  private static RulesFile load(Path file) {
    if (file == null || !Files.exists(file)) {
      return new RulesFile(shipped(), RuleSources.none());
    }
    String text = Yaml.source(file);
    RuleSources sources = RuleSources.in(file.toAbsolutePath().getParent());
    sources.read(DEFAULTS, file, text);
    return new RulesFile(shipped().under(Yaml.parse(file.toString(), text)), sources);
  }

  /**
   * Rules of files as they were, by name.
   *
   * @throws SettingsException for anything that is wrong with them
   */
  static RuleSet of(Map<String, String> files) {
    String text = files.get(DEFAULTS);
    return text == null
        ? new RulesFile(shipped(), RuleSources.none()).set()
        : new RulesFile(shipped().under(Yaml.parse(DEFAULTS, text)), RuleSources.of(files)).set();
  }

  private RuleSet set() {
    Rules rules = rules(null, null);
    Map<String, String> said = new TreeMap<>();
    yaml.leaves("", said::put);
    return new RuleSet(rules, sources.files(), said, sources.paths());
  }

  private static Yaml shipped() {
    return Yaml.shipped(RuleSources.class, DEFAULTS);
  }

  private Rules rules(ZoneId otherZone, String otherCalendar) {
    yaml.map(
        Set.of(
            "zone",
            "normal",
            "rules",
            "risk",
            "calendars",
            "roles",
            "any-role",
            "teams",
            "team-file",
            "duties"));
    sources.said(yaml);
    sources.said("" + otherZone + otherCalendar);
    ZoneId zone = otherZone != null ? otherZone : yaml.get("zone").zone();
    Yaml normal = yaml.get("normal");
    normal.map(Set.of("days", "group-weight"));
    Calendars calendars = new Calendars(yaml.get("calendars"), zone, sources);
    if (otherCalendar != null) {
      calendars.forAll(otherCalendar);
    }
    Map<String, Rules.RolePolicy> roles = new LinkedHashMap<>();
    yaml.get("roles").map().forEach((role, item) -> roles.put(role, policy(item, calendars)));
    Teams teams = new Teams(yaml, roles.keySet(), calendars, sources);
    Map<String, List<Measure>> measures = measures();
    int coldDays = wholeDays(yaml.get("rules").get("cold").get("after"));
    Rules.RolePolicy anyRole = policy(yaml.get("any-role"), calendars);
    return new Rules(
        sources.version(),
        zone,
        normal.get("days").whole(5, 400),
        normal.get("group-weight").number(0, 1_000),
        coldDays,
        margin(yaml.get("rules").get("off-hours").get("margin")),
        unexplained(yaml.get("rules").get(Rules.UNEXPLAINED)),
        slow(yaml.get("rules").get(Rules.SLOW)),
        yaml.get("rules").get(Tallies.CANARY).get("listed").whole(1, 1_000_000),
        risk(yaml.get("risk")),
        measures.entrySet().stream()
            .filter(each -> CLASSES.containsKey(each.getKey()))
            .flatMap(each -> each.getValue().stream())
            .toList(),
        measures,
        learnDays(),
        roles,
        anyRole,
        calendars.all(),
        teams.calendars(),
        teams.members(),
        Duty.of(yaml.get("duties"), zone));
  }

  /** By rule, in the order of the file. */
  private Map<String, List<Measure>> measures() {
    Map<String, List<Measure>> measures = new LinkedHashMap<>();
    yaml.get("rules").map(KNOWN).forEach((rule, item) -> measures.put(rule, measures(rule, item)));
    return measures;
  }

  private Map<String, Integer> learnDays() {
    Map<String, Integer> days = new HashMap<>();
    yaml.get("rules")
        .map()
        .forEach(
            (rule, item) -> {
              Yaml learn = item.map().get("learn");
              if (learn != null) {
                days.put(rule, learnDays(learn));
              }
            });
    return Map.copyOf(days);
  }

  private static List<Measure> measures(String rule, Yaml item) {
    if (rule.equals(Rules.UNEXPLAINED)) {
      item.map(Set.of("floor", "surprise", "fresh-surprise", "learn"));
      return List.of(ofDays(rule, item));
    }
    if (rule.equals(Rules.SLOW)) {
      item.map(Set.of("floor", "surprise", "fresh-surprise"));
      return List.of(ofDays(rule, item));
    }
    if (rule.equals(FirstTimes.RULE)) {
      item.map(Set.of("learn"));
      return List.of();
    }
    item.map(keys(rule));
    // Those with a tally learn there.
    Yaml learn = CLASSES.containsKey(rule) ? item.map().get("learn") : null;
    long learnMs = learn == null ? 0 : learnDays(learn) * DAY_MS;
    List<Measure> measures = new ArrayList<>();
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
                      CLASSES.getOrDefault(rule, RecentReads.ALL),
                      floor.whole(1, 1_000_000),
                      WITHOUT_HABITS.contains(rule) ? 0 : item.get("spreads").number(1, 100),
                      !CLASSES.containsKey(rule),
                      learnMs,
                      rule.equals(Tallies.LOGGED) ? wholeDays(item.get("quiet")) : 0));
            });
    return List.copyOf(measures);
  }

  private static Set<String> keys(String rule) {
    if (WITHOUT_HABITS.contains(rule)) {
      return switch (rule) {
        case Tallies.CANARY -> Set.of("windows", "listed");
        case Tallies.LOGGED -> Set.of("windows", "quiet");
        default -> Set.of("windows");
      };
    }
    return switch (rule) {
      case "cold" -> Set.of("windows", "learn", "spreads", "after");
      case "off-hours" -> Set.of("windows", "learn", "spreads", "margin");
      default -> Set.of("windows", "learn", "spreads");
    };
  }

  /** Its counts are those of whole days: nothing is ordinary for the rule but the surprise. */
  private static Measure ofDays(String rule, Yaml item) {
    return new Measure(rule, DAY_MS, CLASSES.get(rule), floor(item), 1, false, 0, 0);
  }

  private static int floor(Yaml item) {
    return item.get("floor").whole(1, 1_000_000);
  }

  private static Rules.Unexplained unexplained(Yaml item) {
    Yaml learn = item.get("learn");
    return new Rules.Unexplained(
        floor(item),
        item.get("surprise").number(0.1, 1_000),
        item.get("fresh-surprise").number(0.1, 1_000),
        durationOrNone(learn));
  }

  private static Rules.Slow slow(Yaml item) {
    return new Rules.Slow(
        item.get("surprise").number(0.1, 1_000), item.get("fresh-surprise").number(0.1, 1_000));
  }

  private static Rules.Risk risk(Yaml item) {
    item.map(Set.of("half-life", "first-time"));
    Yaml halfLife = item.get("half-life");
    return new Rules.Risk(
        duration(halfLife, halfLife.text()), item.get("first-time").number(0, 100));
  }

  private static Rules.RolePolicy policy(Yaml item, Calendars calendars) {
    Map<String, Yaml> map = item.map(Set.of("calendar", "rules"));
    List<String> rules = new ArrayList<>();
    Set<String> apart = new HashSet<>();
    for (Yaml rule : item.get("rules").list()) {
      if (!KNOWN.contains(rule.text())) {
        throw rule.wrong(
            "no rule is named \"" + rule.text() + "\"; known are " + String.join(", ", KNOWN));
      }
      (CLASSES.containsKey(rule.text()) ? rules : apart).add(rule.text());
    }
    return new Rules.RolePolicy(
        map.containsKey("calendar") ? calendars.get(map.get("calendar")) : null,
        List.copyOf(rules),
        Set.copyOf(apart));
  }

  private static long margin(Yaml text) {
    long length = durationOrNone(text);
    if (length > DAY_MS / 2) {
      throw text.wrong("a margin is at most 12h long, not " + text.text());
    }
    return length;
  }

  /** Nothing is learnt where there are none. */
  private static int learnDays(Yaml text) {
    return NONE.contains(text.text()) ? 0 : wholeDays(text);
  }

  /** Subjects lie for whole days. */
  private static int wholeDays(Yaml text) {
    long length = duration(text, text.text());
    if (length % DAY_MS != 0) {
      throw text.wrong("expected whole days such as 14d, not \"" + text.text() + "\"");
    }
    return (int) (length / DAY_MS);
  }

  private static long durationOrNone(Yaml text) {
    return NONE.contains(text.text()) ? 0 : duration(text, text.text());
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
}

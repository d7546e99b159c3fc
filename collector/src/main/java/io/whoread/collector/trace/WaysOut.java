package io.whoread.collector.trace;

import io.whoread.collector.settings.SettingsException;
import io.whoread.collector.settings.Yaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The register of the other ways out: how data can leave without passing a service that is watched,
 * and whether anything of it is known. As it comes with the program, and over that a file of one's
 * own.
 */
public final class WaysOut {
  /** The name of the file in a collector's data folder. */
  public static final String FILE = "ways-out.yaml";

  private static final int LONGEST_NAME = 200;
  private static final Set<String> KEYS = Set.of("en", "zh", "state", "periods");

  private final List<Way> ways;

  private WaysOut(List<Way> ways) {
    this.ways = List.copyOf(ways);
  }

  /** How much is known of a way out, the least last. */
  public enum State {
    NONE,
    COVERED,
    IMPORTED,
    UNCOVERED;

    /** As the file writes it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param id as the file calls it
   * @param en what it is, in English
   * @param zh the same in Chinese
   * @param state where no period says otherwise
   */
  private record Way(String id, String en, String zh, State state, List<Period> periods) {}

  /** Both days belong to it. */
  private record Period(LocalDate from, LocalDate to, State state) {}

  /**
   * How a way out stood over some days.
   *
   * @param state the worst of the days
   * @param worst how many days it stood so
   * @param days how many there are
   */
  public record Standing(String id, String en, String zh, State state, long worst, long days) {}

  /**
   * The register of a file over the one that is shipped.
   *
   * @param file need not exist; null for what is shipped
   * @throws SettingsException for anything that is wrong with it
   */
  public static WaysOut read(Path file) {
    Yaml ways = ways(Yaml.shipped(WaysOut.class, FILE));
    if (file != null && Files.exists(file)) {
      Yaml own = ways(Yaml.read(file));
      // A file in which nothing stands yet takes nothing away.
      ways = own == null || own.map().isEmpty() ? ways : ways.under(own);
    }
    return new WaysOut(
        ways.map().entrySet().stream().map(each -> way(each.getKey(), each.getValue())).toList());
  }

  private static Yaml ways(Yaml file) {
    return file.map(Set.of("ways")).get("ways");
  }

  private static Way way(String id, Yaml yaml) {
    Map<String, Yaml> said = yaml.map(KEYS);
    List<Period> periods = new ArrayList<>();
    if (said.containsKey("periods")) {
      for (Yaml each : said.get("periods").list()) {
        periods.add(period(each));
      }
    }
    State state = said.containsKey("state") ? state(said.get("state")) : State.UNCOVERED;
    return new Way(id, name(yaml, "en"), name(yaml, "zh"), state, periods);
  }

  private static Period period(Yaml yaml) {
    Map<String, Yaml> said = yaml.map(Set.of("from", "to", "state"));
    LocalDate from = said.containsKey("from") ? day(said.get("from")) : LocalDate.MIN;
    LocalDate to = said.containsKey("to") ? day(said.get("to")) : LocalDate.MAX;
    if (to.isBefore(from)) {
      throw said.get("to").wrong("the period ends before it begins");
    }
    return new Period(from, to, state(yaml.get("state")));
  }

  private static String name(Yaml way, String language) {
    Yaml name = way.get(language);
    if (name.text().isBlank() || name.text().length() > LONGEST_NAME) {
      throw name.wrong("expected 1 to " + LONGEST_NAME + " characters that say what it is");
    }
    return name.text().strip();
  }

  private static State state(Yaml yaml) {
    for (State state : State.values()) {
      if (state.label().equals(yaml.text())) {
        return state;
      }
    }
    throw yaml.wrong("expected covered, imported, uncovered or none, not \"" + yaml.text() + "\"");
  }

  private static LocalDate day(Yaml yaml) {
    try {
      return LocalDate.parse(yaml.text());
    } catch (DateTimeException e) {
      throw yaml.wrong("expected a day such as 2026-03-31, not \"" + yaml.text() + "\"");
    }
  }

  /**
   * How all of them stood over some days, those of which least is known first.
   *
   * @param from the first day
   * @param to the last day
   */
  public List<Standing> over(LocalDate from, LocalDate to) {
    return ways.stream()
        .map(way -> over(way, from, to))
        .sorted((a, b) -> b.state().compareTo(a.state()))
        .toList();
  }

  private static Standing over(Way way, LocalDate from, LocalDate to) {
    State worst = State.NONE;
    long count = 0;
    long days = 0;
    for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
      State state = on(way, day);
      days++;
      if (state.compareTo(worst) > 0) {
        worst = state;
        count = 0;
      }
      count += state == worst ? 1 : 0;
    }
    return new Standing(way.id, way.en, way.zh, worst, count, days);
  }

  /** What stands further down in the file holds. */
  private static State on(Way way, LocalDate day) {
    return way.periods.reversed().stream()
        .filter(period -> !day.isBefore(period.from) && !day.isAfter(period.to))
        .findFirst()
        .map(Period::state)
        .orElse(way.state);
  }
}

package io.whoread.collector.cli;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.detect.Backtest;
import io.whoread.collector.engine.Engines.LogEngine;
import io.whoread.collector.engine.EnginesFile;
import io.whoread.collector.log.LogFiles;
import io.whoread.collector.settings.SettingsException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Two sets of rules over the trail of a collector, from its beginning: those in its folder, and
 * others. One after the other, so that never more than one detector's state is held.
 */
final class TrailBacktest {
  private static final Duration USUAL = Duration.ofDays(90);

  /** After the last entry: longer than an alert waits for more to come. */
  private static final Duration SETTLED = Duration.ofMinutes(10);

  private static final int MOST_TOLD = 20;

  private final Path log;
  private final Path current;
  private final Path others;
  private final ZoneId zone;
  private final Instant from;
  private final Instant to;

  /**
   * @param data folder of the collector
   * @param rules file over those that come with the program
   * @param from day or time; null for 90 days before {@code to}
   * @param to day or time; null for now
   * @throws SettingsException for rules that cannot be used
   * @throws CommandFailed for what is no time
   */
  TrailBacktest(Path data, Path rules, String from, String to) {
    if (EnginesFile.read(data.resolve(EnginesFile.NAME)).log() == LogEngine.KAFKA) {
      throw new CommandFailed("the trail is in Kafka, and is tried over in local logs only so far");
    }
    this.log = data.resolve("log");
    this.others = rules;
    this.current = data.resolve("rules.yaml");
    this.zone = backtest(current).zone();
    backtest(others);
    this.to = to == null ? Instant.now() : DayOrTime.parse("--to", to, 1, zone);
    this.from = from == null ? this.to.minus(USUAL) : DayOrTime.parse("--from", from, 0, zone);
    if (!this.from.isBefore(this.to)) {
      throw new CommandFailed("--from " + this.from + " is not before --to " + this.to);
    }
  }

  private static Backtest backtest(Path rules) {
    return new Backtest(rules, null, null, Map.of());
  }

  /** What is kept of an alert. */
  private static final class Told {
    private String who;
    private long from;
    private long to;
    private boolean urgent;
    private final TreeSet<String> rules = new TreeSet<>();

    private boolean isLike(Told other, String rule) {
      return who.equals(other.who)
          && (rule == null || other.rules.contains(rule))
          && from <= other.to
          && other.from <= to;
    }
  }

  /** What one set of rules said. */
  private final class Run {
    private final String name;
    private final Map<String, Told> byId = new LinkedHashMap<>();
    private final AlertLines lines;
    private long end;
    private long lastMs;
    private long reads;

    private Run(String name, AlertLines lines) {
      this.name = name;
      this.lines = lines;
    }

    private void go(Path rules, long until) throws IOException {
      Backtest backtest = backtest(rules);
      end =
          LogFiles.read(
              log,
              until,
              (at, entry) -> {
                lastMs = entry.getReceivedMs();
                backtest.accept(at, entry, this::take);
              });
      backtest.finish(end, lastMs + SETTLED.toMillis(), this::take);
      reads = backtest.reads();
    }

    private void take(Alert alert) {
      Instant first = Instant.ofEpochMilli(Timestamps.toMillis(alert.getFirstRaised()));
      if (first.isBefore(from) || !first.isBefore(to)) {
        return;
      }
      lines.write(Map.of("by", name), alert);
      Told told = byId.computeIfAbsent(alert.getId(), unused -> new Told());
      told.who = who(alert);
      told.from = Timestamps.toMillis(alert.getFrom());
      told.to = Timestamps.toMillis(alert.getTo());
      told.urgent = alert.getSeverity() == Severity.URGENT;
      for (Signal signal : alert.getSignalsList()) {
        told.rules.add(signal.getRule());
      }
    }

    private Collection<Told> alerts() {
      return byId.values();
    }

    private long count(String rule) {
      return alerts().stream().filter(told -> rule == null || told.rules.contains(rule)).count();
    }

    /** Those to which the other has nothing alike. */
    private List<Told> without(Run other, String rule) {
      return alerts().stream()
          .filter(told -> rule == null || told.rules.contains(rule))
          .filter(told -> other.alerts().stream().noneMatch(their -> told.isLike(their, rule)))
          .toList();
    }
  }

  private static String who(Alert alert) {
    String name = alert.getActor().isEmpty() ? "-" : alert.getActor();
    if (!alert.getAlias().isEmpty()) {
      name += " (" + alert.getAlias() + ")";
    }
    String where =
        alert.getService().isEmpty() ? "" : " " + alert.getService() + " " + alert.getAddress();
    return alert.getRole() + " " + name + where.stripTrailing();
  }

  /**
   * Runs both.
   *
   * @param alerts takes what both said, each line under "by" with "current" or "new"
   * @param out takes the comparison
   * @throws java.io.UncheckedIOException where the alerts cannot be written
   * @throws IOException where the log cannot be read
   */
  void run(Path alerts, Locale locale, PrintWriter out) throws IOException {
    try (BufferedWriter file = Files.newBufferedWriter(alerts, StandardCharsets.UTF_8)) {
      AlertLines lines = new AlertLines(file, locale, zone);
      Run was = new Run("current", lines);
      was.go(current, Long.MAX_VALUE);
      // What came meanwhile is seen by neither.
      Run is = new Run("new", lines);
      is.go(others, was.end);
      tell(was, is, out, alerts);
    }
  }

  private void tell(Run was, Run is, PrintWriter out, Path alerts) {
    out.printf(
        "%,d reads in %,d entries; alerts from %s to %s%n",
        was.reads, was.end, told(from.toEpochMilli()), told(to.toEpochMilli()));
    out.println(
        String.format("%-14s%9s%9s%14s%10s", "rule", "current", "new", "only current", "only new"));
    TreeSet<String> rules = new TreeSet<>();
    was.alerts().forEach(told -> rules.addAll(told.rules));
    is.alerts().forEach(told -> rules.addAll(told.rules));
    List<String> rows = new ArrayList<>(rules);
    rows.add(null);
    for (String rule : rows) {
      out.println(
          String.format(
              "%-14s%9d%9d%14d%10d",
              rule == null ? "alerts" : rule,
              was.count(rule),
              is.count(rule),
              was.without(is, rule).size(),
              is.without(was, rule).size()));
    }
    out.println(
        String.format(
            "%-14s%9d%9d",
            "  urgent",
            was.alerts().stream().filter(told -> told.urgent).count(),
            is.alerts().stream().filter(told -> told.urgent).count()));
    only("only by the current rules:", was.without(is, null), out, alerts);
    only("only by the new rules:", is.without(was, null), out, alerts);
  }

  private void only(String title, List<Told> some, PrintWriter out, Path alerts) {
    if (some.isEmpty()) {
      return;
    }
    out.println(title);
    for (Told told : some.subList(0, Math.min(MOST_TOLD, some.size()))) {
      out.println("  " + told.who + "  " + String.join(", ", told.rules) + "  " + told(told.from));
    }
    if (some.size() > MOST_TOLD) {
      out.println("  and " + (some.size() - MOST_TOLD) + " more: all of them are in " + alerts);
    }
  }

  private String told(long timeMs) {
    return Instant.ofEpochMilli(timeMs)
        .atZone(zone)
        .toOffsetDateTime()
        .truncatedTo(ChronoUnit.MINUTES)
        .toString();
  }
}

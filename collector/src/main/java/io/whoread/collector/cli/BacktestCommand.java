package io.whoread.collector.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.Sentences;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.detect.Backtest;
import io.whoread.collector.log.Sha256;
import io.whoread.collector.settings.SettingsException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Runs the detector over records of the past. */
@Command(
    name = "backtest",
    description = "Tell what the detector would have alerted on over records of the past.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BacktestCommand implements Callable<Integer> {
  @Mixin private RecordsOption records;

  @Option(
      names = "--alerts",
      paramLabel = "FILE",
      required = true,
      description = "Takes the alerts, one JSON object a line for every revision.")
  private Path alerts;

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "Rules over those that come with the program.")
  private Path rules;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description =
          "Time zone of the days and calendars, such as Asia/Shanghai; else as the rules say.")
  private ZoneId zone;

  @Option(
      names = "--calendar",
      paramLabel = "NAME|FILE",
      description =
          "Working hours of everybody: a calendar of the rules (weekdays, 24x7 ...) or a file like"
              + " one; else as the rules say.")
  private String calendar;

  @Option(
      names = "--lang",
      paramLabel = "LANG",
      defaultValue = "en",
      description = "Language of the sentences: ${COMPLETION-CANDIDATES} (default: en).")
  private Language language;

  private enum Language {
    EN,
    ZH
  }

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    if (rules != null && !Files.isReadable(rules)) {
      throw new CommandFailed(rules + ": no such file, or not readable");
    }
    List<CsvRecord> list = records.read(digests(), err);
    Map<String, String> teams = new HashMap<>();
    for (CsvRecord record : list) {
      if (!record.team().isEmpty()) {
        teams.put(record.actor(), record.team());
      }
    }
    Backtest backtest = backtest(teams);
    Sentences sentences = new Sentences(Locale.of(language.name()), backtest.zone());
    int[] revisions = {0};
    int[] raised = {0};
    try (BufferedWriter out = Files.newBufferedWriter(alerts, StandardCharsets.UTF_8)) {
      JsonMapper json = JsonMapper.builder().build();
      RecordBatches batches =
          new RecordBatches(
              ByteString.copyFrom(new byte[16]),
              1,
              "backtest",
              (kind, id) -> id,
              (service, batch) ->
                  backtest.accept(
                      batch,
                      service,
                      alert -> {
                        revisions[0]++;
                        raised[0] += alert.getRevision() == 1 ? 1 : 0;
                        try {
                          out.write(
                              json.writeValueAsString(line(alert, sentences, backtest.zone())));
                          out.write('\n');
                        } catch (IOException e) {
                          throw new UncheckedIOException(e);
                        }
                      }));
      for (CsvRecord record : list) {
        batches.add(record, record.service());
      }
      batches.finish();
    } catch (IOException | UncheckedIOException e) {
      throw new CommandFailed(alerts + ": cannot be written: " + e.getMessage(), e);
    }
    spec.commandLine()
        .getOut()
        .println(
            backtest.reads()
                + " records, "
                + raised[0]
                + " alerts in "
                + revisions[0]
                + " revisions");
    return 0;
  }

  private Backtest backtest(Map<String, String> teams) {
    try {
      return new Backtest(rules, zone, calendar, teams);
    } catch (SettingsException e) {
      throw new CommandFailed(e.getMessage(), e);
    }
  }

  /** No key is needed: nothing leaves this process but examples, and these are pseudonyms too. */
  private static Function<String, byte[]> digests() {
    return subject -> Arrays.copyOf(Sha256.of(subject), 16);
  }

  private static Map<String, Object> line(Alert alert, Sentences sentences, ZoneId zone) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("id", alert.getId());
    line.put("revision", alert.getRevision());
    line.put("actor", alert.getActor());
    line.put("role", alert.getRole());
    line.put("group", alert.getGroup());
    line.put("from", iso(alert.getFrom(), zone));
    line.put("to", iso(alert.getTo(), zone));
    line.put("raised", iso(alert.getRaised(), zone));
    line.put("severity", alert.getSeverity().name().toLowerCase(Locale.ROOT));
    line.put("risk", Math.round(alert.getRisk() * 100) / 100.0);
    line.put("rules", alert.getRules());
    line.put("sentence", sentences.sentence(alert));
    List<Map<String, Object>> signals = new ArrayList<>();
    for (Signal signal : alert.getSignalsList()) {
      signals.add(line(signal, zone));
    }
    line.put("signals", signals);
    return line;
  }

  private static Map<String, Object> line(Signal signal, ZoneId zone) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("rule", signal.getRule());
    line.put("from", iso(signal.getFrom(), zone));
    line.put("to", iso(signal.getTo(), zone));
    line.put("window_seconds", signal.getWindowSeconds());
    line.put("observed", signal.getObserved());
    line.put("limit", signal.getLimit());
    line.put("floor", signal.getFloor());
    if (signal.hasOwnNormal()) {
      line.put("own_normal", Math.round(signal.getOwnNormal() * 10) / 10.0);
      line.put("own_days", signal.getOwnDays());
    }
    if (signal.hasGroupNormal()) {
      line.put("group_normal", Math.round(signal.getGroupNormal() * 10) / 10.0);
    }
    if (signal.hasGroupPace()) {
      line.put("group_pace", Math.round(signal.getGroupPace() * 100) / 100.0);
    }
    line.put("score", Math.round(signal.getScore() * 100) / 100.0);
    return line;
  }

  private static String iso(Timestamp time, ZoneId zone) {
    return Instant.ofEpochMilli(Timestamps.toMillis(time))
        .atZone(zone)
        .toOffsetDateTime()
        .toString();
  }
}

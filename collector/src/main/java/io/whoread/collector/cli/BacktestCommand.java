package io.whoread.collector.cli;

import com.google.protobuf.ByteString;
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
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the detector over records of the past. */
@Command(
    name = "backtest",
    description = {
      "Tell what the detector would have alerted on over records of the past.",
      "Over those of a file; or, with --rules, over the trail in --data, side by side with the"
          + " rules there. The collector may run, and is not disturbed."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BacktestCommand implements Callable<Integer> {
  @ArgGroup(exclusive = false)
  private RecordsOption records;

  @Mixin private DataOption data;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "Of the trail: the alerts from this day or time on, such as 2026-09-01 (default: 90 days"
              + " before --to). It is learnt from all that came before.")
  private String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "Likewise: up to the end of this day, or this time (default: now).")
  private String to;

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
    if (records == null) {
      return overTheTrail();
    }
    if (from != null || to != null) {
      throw new ParameterException(
          spec.commandLine(), "--from and --to go with the trail, and not with --records");
    }
    List<CsvRecord> list = records.open(digests(), err).read();
    Map<String, String> teams = new HashMap<>();
    for (CsvRecord record : list) {
      if (!record.team().isEmpty()) {
        teams.put(record.actor(), record.team());
      }
    }
    Backtest backtest = backtest(teams);
    int[] revisions = {0};
    int[] raised = {0};
    try (BufferedWriter out = Files.newBufferedWriter(alerts, StandardCharsets.UTF_8)) {
      AlertLines lines = new AlertLines(out, Locale.of(language.name()), backtest.zone());
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
                        lines.write(Map.of(), alert);
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

  private int overTheTrail() {
    if (rules == null) {
      throw new ParameterException(
          spec.commandLine(),
          "Missing: --rules FILE, to compare over the trail; or --records FILE of other records");
    }
    if (zone != null || calendar != null) {
      throw new ParameterException(
          spec.commandLine(), "--zone and --calendar go with --records; here the rules say them");
    }
    try {
      new TrailBacktest(data.existing(), rules, from, to)
          .run(alerts, Locale.of(language.name()), spec.commandLine().getOut());
    } catch (SettingsException e) {
      throw new CommandFailed(e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw new CommandFailed(alerts + ": cannot be written: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new CommandFailed(CommandFailed.reason(e), e);
    }
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
}

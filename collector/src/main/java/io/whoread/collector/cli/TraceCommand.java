package io.whoread.collector.cli;

import io.whoread.collector.csv.CsvException;
import io.whoread.collector.log.Sha256;
import io.whoread.collector.trace.PlainFields;
import io.whoread.collector.trace.ReadTable;
import io.whoread.collector.trace.Reader;
import io.whoread.collector.trace.Source;
import io.whoread.collector.trace.SourceKind;
import io.whoread.collector.trace.Trace;
import io.whoread.collector.trace.Victim;
import io.whoread.collector.trace.VictimList;
import io.whoread.record.Roles;
import io.whoread.record.v1.Form;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Finds out who could have leaked a list of victims. */
@Command(
    name = "trace",
    description = {
      "Tell from a list of defrauded customers who could have leaked their data.",
      "Who read it between purchase and fraud is ranked by how much likelier that is than for any"
          + " other orders of those days, and said to be supported where chance would not do it."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TraceCommand implements Callable<Integer> {
  private static final JsonMapper JSON = new JsonMapper();

  /** So many of each list are printed; all of them are in the result. */
  private static final int SHOWN = 5;

  @Option(
      names = "--victims",
      paramLabel = "FILE",
      required = true,
      description =
          "CSV in UTF-8 whose first line names the columns: order (订单号), and as far as known"
              + " purchase (购买时间) and fraud (被骗时间), each a time, a day or two of them with .."
              + " between; case (案件), where there are several. A line that cannot be is told by its"
              + " number and left out.")
  private Path victims;

  @Mixin private RecordsOption records;

  @Option(
      names = "--result",
      paramLabel = "FILE",
      description = "Takes the result, one JSON object a line for every case.")
  private Path result;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      defaultValue = "Asia/Shanghai",
      description = "Time zone of days and times without an offset (default: ${DEFAULT-VALUE}).")
  private ZoneId zone;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    VictimList.Parsed list = victims();
    list.problems()
        .forEach(
            problem -> err.println(victims + ":" + problem.line() + ": " + problem.sentence()));
    if (list.cases().isEmpty()) {
      throw new CommandFailed(victims + ": no victim in it that could be traced");
    }
    ReadTable table = table(records.open(Sha256::of, err).read());
    List<Map<String, Object>> results = new ArrayList<>();
    list.cases()
        .forEach(
            (name, each) -> {
              List<Long> untraced = new ArrayList<>();
              List<Source> sources =
                  Trace.of(
                      table,
                      SourceKind.PERSON,
                      each,
                      victim -> {
                        untraced.add(victim.line());
                        err.println(
                            victims + ":" + victim.line() + ": left out: no read of this order");
                      });
              Map<String, Object> told = told(name, each.size() - untraced.size(), sources);
              results.add(told);
              print(out, name, each.size() - untraced.size(), sources);
            });
    write(results);
    return 0;
  }

  /** No key is needed: nothing leaves this process but lines of the list, cases and actors. */
  private VictimList.Parsed victims() {
    try (java.io.Reader reader = Files.newBufferedReader(victims, StandardCharsets.UTF_8)) {
      return VictimList.read(reader, zone, subject -> ReadTable.Subject.of(Sha256.of(subject)));
    } catch (CsvException e) {
      throw new CommandFailed(
          victims + (e.line() > 0 ? ":" + e.line() : "") + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new CommandFailed(CommandFailed.reason(e), e);
    }
  }

  private static ReadTable table(List<CsvRecord> list) {
    ReadTable.Builder table = new ReadTable.Builder();
    for (CsvRecord each : list) {
      int reader = table.reader(reader(each));
      ReadTable.Subject subject = ReadTable.Subject.of(each.subject());
      table.add(subject, reader, each.timeMs(), each.placedDay() - 1, each.owner());
    }
    return table.build();
  }

  /** A file does not tell whose an order is, so what customers read is taken for theirs. */
  private static Reader reader(CsvRecord record) {
    boolean own = record.role().equals(Roles.CUSTOMER);
    // What reads the same at the same time is one access, as import has it.
    String export =
        record.form() == Form.FORM_EXPORTED
            ? String.join(
                " ",
                Instant.ofEpochMilli(record.timeMs()).toString(),
                record.role() + "/" + record.actor(),
                record.operation())
            : null;
    return new Reader(
        record.role(),
        record.actor(),
        own,
        record.service(),
        record.operation(),
        record.address(),
        null,
        export,
        record.fields().isEmpty() ? PlainFields.UNKNOWN : PlainFields.of(record.fields()));
  }

  private static Map<String, Object> told(String name, int victims, List<Source> sources) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("case", name);
    told.put("victims", victims);
    told.put("supported", !sources.isEmpty() && sources.getFirst().isSupported());
    told.put(
        "suspects",
        sources.stream()
            .map(
                source -> {
                  Map<String, Object> one = new LinkedHashMap<>();
                  one.put("actor", source.name().name());
                  one.put("role", source.name().group());
                  one.put("supported", source.isSupported());
                  one.put("explained", source.victims().size());
                  one.put("expected", round(source.expected()));
                  one.put("p", source.p());
                  one.put("log_likelihood_ratio", round(source.logRatio()));
                  one.put("lines", source.victims().stream().map(Victim::line).toList());
                  return one;
                })
            .toList());
    return told;
  }

  private static double round(double number) {
    return Math.round(number * 1_000) / 1e3;
  }

  private static void print(PrintWriter out, String name, int victims, List<Source> sources) {
    String head = (name.isEmpty() ? "" : name + ": ") + victims + " victims: ";
    if (sources.isEmpty()) {
      out.println(head + "nobody read of them between purchase and fraud");
      return;
    }
    out.println(
        head
            + (sources.getFirst().isSupported()
                ? "an internal source is supported"
                : "no internal source is supported by the reads"));
    sources.stream()
        .limit(SHOWN)
        .forEach(
            source ->
                out.printf(
                    Locale.ROOT,
                    "  %-20s read %d of them, %.1f by chance; p %.4f%s%n",
                    source.name(),
                    source.victims().size(),
                    source.expected(),
                    source.p(),
                    source.isSupported() ? ", supported" : ""));
  }

  private void write(List<Map<String, Object>> results) {
    if (result == null) {
      return;
    }
    try (BufferedWriter lines = Files.newBufferedWriter(result, StandardCharsets.UTF_8)) {
      for (Map<String, Object> each : results) {
        lines.write(JSON.writeValueAsString(each));
        lines.write('\n');
      }
    } catch (IOException e) {
      throw new CommandFailed(result + ": cannot be written: " + CommandFailed.reason(e), e);
    }
  }
}

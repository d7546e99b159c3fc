package io.whoread.collector.cli;

import io.whoread.collector.log.Sha256;
import io.whoread.collector.trace.CaseJson;
import io.whoread.collector.trace.CaseResult;
import io.whoread.collector.trace.CaseText;
import io.whoread.collector.trace.ReadTable;
import io.whoread.collector.trace.SourceName;
import io.whoread.collector.trace.VictimList;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

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

  @Option(
      names = "--victims",
      paramLabel = "FILE",
      required = true,
      description =
          "CSV in UTF-8: order numbers alone, or columns that the first line names: order (订单号), or"
              + " with a running collector that has a resolver phone (电话) and name (姓名); as far as"
              + " known purchase (购买时间) and fraud (被骗时间), each a time, a day or two of them with .."
              + " between; knew (骗子知道), what the caller knew, such as name;phone; case (案件), where"
              + " there are several. Columns without a name are taken for what stands in them,"
              + " where that is clear. A line that cannot be is told by its number and left out.")
  private Path victims;

  @ArgGroup(exclusive = false)
  private RecordsOption records;

  @Mixin private DataOption data;

  @ArgGroup(exclusive = false)
  private RunningOption running;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description =
          "With a running collector: why, or a case number; its log keeps it. No number of the"
              + " list.")
  private String reason;

  @Option(
      names = "--result",
      paramLabel = "FILE",
      description = "Takes the result, one JSON object a line for every case.")
  private Path result;

  @Option(
      names = "--about",
      paramLabel = "ROLE/ID",
      converter = PersonName.class,
      description =
          "Tells of this person how many of the victims' orders were read, and how many by chance:"
              + " staff/E1. May be given several times.")
  private List<SourceName> about = List.of();

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      defaultValue = "Asia/Shanghai",
      description = "Time zone of days and times without an offset (default: ${DEFAULT-VALUE}).")
  private ZoneId zone;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (records == null) {
      overTrail();
      return 0;
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    // No key is needed: nothing leaves this process but lines of the list, cases and actors.
    VictimList.Parsed list =
        CsvFile.read(
                victims,
                text ->
                    VictimList.read(
                        text, zone, subject -> ReadTable.Subject.of(Sha256.of(subject))))
            .withoutContacts(
                "has a phone or a name and no order number, which records of a file do not tell"
                    + " (docs/trace.md)");
    LineProblems problems = new LineProblems(victims, err);
    list.problems()
        .forEach(
            problem -> problems.tell(problem.fault().label(), problem.line(), problem.sentence()));
    problems.finish();
    if (list.cases().isEmpty()) {
      throw new CommandFailed(victims + ": no victim in it that could be traced");
    }
    ReadTable table = CsvReads.table(records.open(Sha256::of, err).read());
    CaseText text = new CaseText(out);
    List<Map<String, Object>> results = new ArrayList<>();
    list.cases()
        .forEach(
            (name, each) -> {
              CaseResult traced = CaseResult.of(name, table, each, about);
              traced.untraced().forEach(problems::untraced);
              problems.finish();
              results.add(CaseJson.of(traced));
              text.print(traced);
            });
    write(results);
    return 0;
  }

  /** In the trail of a running collector, which has the key and keeps who asked. */
  private void overTrail() throws IOException {
    if (running == null || reason == null) {
      throw new CommandFailed(
          "say where the reads are: --records FILE, or those of a running collector with --user"
              + " NAME --password-file FILE --reason TEXT");
    }
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("list", CsvFile.read(victims, TraceCommand::all));
    wanted.put("reason", reason);
    wanted.put("zone", zone.getId());
    wanted.put("about", about.stream().map(SourceName::toString).toList());
    HttpResponse<String> answer =
        running.ask(data, "POST", "/api/trace", "application/json", JSON.writeValueAsBytes(wanted));
    if (answer.statusCode() >= 300) {
      throw RunningOption.refused(answer);
    }
    JsonNode traced = RunningOption.json(answer);
    PrintWriter err = spec.commandLine().getErr();
    LineProblems problems = new LineProblems(victims, err);
    for (JsonNode problem : traced.path("problems")) {
      problems.tell(
          problem.path("fault").asString(),
          problem.path("line").asLong(),
          problem.path("sentence").asString());
    }
    problems.finish();
    if (traced.path("cases").isEmpty()) {
      throw new CommandFailed(victims + ": no victim in it that could be traced");
    }
    List<JsonNode> results = new ArrayList<>();
    for (JsonNode each : traced.path("cases")) {
      for (JsonNode line : each.path("untraced")) {
        problems.untraced(line.asLong());
      }
      problems.finish();
      spec.commandLine().getOut().print(each.path("text").asString());
      results.add(((ObjectNode) each).without("text"));
    }
    write(results);
  }

  private static String all(Reader text) throws IOException {
    StringWriter all = new StringWriter();
    text.transferTo(all);
    return all.toString();
  }

  /** A person as the command line names one. */
  private static final class PersonName implements ITypeConverter<SourceName> {
    @Override
    public SourceName convert(String text) {
      int end = text.indexOf('/');
      if (end < 1 || end == text.length() - 1) {
        throw new TypeConversionException("expected a role and an id, such as staff/E1");
      }
      return new SourceName(text.substring(0, end), text.substring(end + 1));
    }
  }

  private void write(List<?> results) {
    if (result == null) {
      return;
    }
    try (BufferedWriter lines = Files.newBufferedWriter(result, StandardCharsets.UTF_8)) {
      for (Object each : results) {
        lines.write(JSON.writeValueAsString(each));
        lines.write('\n');
      }
    } catch (IOException e) {
      throw new CommandFailed(result + ": cannot be written: " + CommandFailed.reason(e), e);
    }
  }
}

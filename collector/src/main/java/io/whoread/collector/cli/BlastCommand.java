package io.whoread.collector.cli;

import io.whoread.collector.index.ActorId;
import io.whoread.record.PseudonymKey;
import io.whoread.record.Pseudonyms;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whose data somebody, or something, was given. */
@Command(
    name = "blast",
    description = "List whose data a person, an address or a session was given: whom to warn.",
    mixinStandardHelpOptions = true,
    subcommands = HelpCommand.class)
final class BlastCommand implements Runnable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long USUAL_DAYS = 30;

  private static final CSVFormat LINES = CSVFormat.RFC4180.builder().setRecordSeparator("\n").get();

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing one of: list, match");
  }

  /** Whose reads. */
  private static final class Source {
    @Option(
        names = "--actor",
        paramLabel = "ROLE/ID",
        required = true,
        description = "A person, such as courier/D1043.")
    private String actor;

    @Option(
        names = "--address",
        paramLabel = "ADDRESS",
        required = true,
        description = "Whoever read from this address.")
    private String address;

    @Option(
        names = "--session",
        paramLabel = "PSEUDONYM",
        required = true,
        description = "Whoever read in this session, as a trace names it.")
    private String session;
  }

  @Command(
      name = "list",
      description = {
        "Ask a running collector which subjects were read, and write them as pseudonyms.",
        "That it was asked, by whom and why, is in the log. `blast match` turns the list back."
      },
      mixinStandardHelpOptions = true,
      sortOptions = false)
  void list(
      @ArgGroup(multiplicity = "1") Source source,
      @Option(
              names = "--from",
              paramLabel = "TIME",
              description =
                  "From this day or time on, such as 2026-09-01 (default: 30 days before --to).")
          String from,
      @Option(
              names = "--to",
              paramLabel = "TIME",
              description = "Up to the end of this day, or this time (default: now).")
          String to,
      @Option(
              names = "--zone",
              paramLabel = "ZONE",
              defaultValue = "Asia/Shanghai",
              description = "Time zone of days (default: ${DEFAULT-VALUE}).")
          ZoneId zone,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              required = true,
              description = "Why, or a case number: it is kept for good.")
          String reason,
      @Option(
              names = "--list",
              paramLabel = "FILE",
              required = true,
              description = "Takes the list, as CSV. Must not be there yet.")
          Path list,
      @Mixin DataOption data,
      @ArgGroup(exclusive = false, multiplicity = "1") RunningOption running)
      throws IOException {
    refuseExisting(list, "--list");
    byte[] question = question(source, from, to, zone, reason);
    JsonNode summary = RunningOption.json(ask(running, data, "/api/blast", question));
    if (summary.path("subjects").asLong() > 0) {
      write(list, ask(running, data, "/api/blast/list", question).body());
    }
    print(summary, list);
  }

  private static byte[] question(
      Source source, String from, String to, ZoneId zone, String reason) {
    Instant end =
        to == null
            ? Instant.now().truncatedTo(ChronoUnit.MILLIS)
            : DayOrTime.parse("--to", to, 1, zone);
    Instant begin =
        from == null
            ? end.minus(USUAL_DAYS, ChronoUnit.DAYS)
            : DayOrTime.parse("--from", from, 0, zone);
    Map<String, String> question = new LinkedHashMap<>();
    if (source.actor != null) {
      ActorId who = actor(source.actor);
      question.put("actor", who.id());
      question.put("role", who.role());
    }
    question.put("address", source.address);
    question.put("session", source.session);
    question.put("from", begin.toString());
    question.put("to", end.toString());
    question.put("reason", reason);
    return JSON.writeValueAsBytes(question);
  }

  private static ActorId actor(String text) {
    try {
      return ActorId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandFailed("--actor " + text + ": " + e.getMessage(), e);
    }
  }

  private static HttpResponse<String> ask(
      RunningOption running, DataOption data, String path, byte[] question) throws IOException {
    HttpResponse<String> answer = running.ask(data, "POST", path, "application/json", question);
    if (answer.statusCode() != 200) {
      throw RunningOption.refused(answer);
    }
    return answer;
  }

  private void print(JsonNode summary, Path list) {
    spec.commandLine()
        .getOut()
        .printf(
            "%s to %s: subjects read %d, accesses %d%n",
            summary.path("from").asString(),
            summary.path("to").asString(),
            summary.path("subjects").asLong(),
            summary.path("accesses").asLong());
    if (summary.path("importedAlone").asLong() > 0) {
      spec.commandLine()
          .getOut()
          .printf(
              "  by imported records alone: %d of the subjects%n",
              summary.path("importedAlone").asLong());
    }
    for (JsonNode field : summary.path("fields")) {
      spec.commandLine()
          .getOut()
          .printf(
              "  %-12s %d in plain, %d masked, %d read by code only, %d not told how%n",
              field.path("field").asString(),
              field.path("plain").asLong(),
              field.path("masked").asLong(),
              field.path("touched").asLong(),
              field.path("untold").asLong());
    }
    if (summary.path("ofNobody").asLong() > 0) {
      spec.commandLine()
          .getOut()
          .printf(
              "  data of which it is not known whose it is, in no list: accesses %d%n",
              summary.path("ofNobody").asLong());
    }
    for (JsonNode hole : summary.path("cover").path("holes")) {
      spec.commandLine()
          .getErr()
          .printf(
              "the trail is not whole: %s %s, %s to %s%n",
              hole.path("service").asString(),
              hole.path("why").asString(),
              hole.path("from").asString(),
              hole.path("to").asString());
    }
    if (summary.path("subjects").asLong() > 0) {
      spec.commandLine().getOut().println(list);
    }
  }

  @Command(
      name = "match",
      description = {
        "Turn a list back into customers: the lines of a file of your own whose number is in the"
            + " list.",
        "Runs where the key and that file are. No collector is asked, and nothing is sent."
      },
      mixinStandardHelpOptions = true,
      sortOptions = false)
  void match(
      @Option(
              names = "--list",
              paramLabel = "FILE",
              required = true,
              description = "What `blast list` wrote.")
          Path list,
      @Option(
              names = "--ids",
              paramLabel = "FILE",
              required = true,
              description =
                  "CSV in UTF-8 of your own orders or customers, with their numbers and whatever"
                      + " else you need to reach them.")
          Path ids,
      @Option(
              names = "--column",
              paramLabel = "NAME",
              defaultValue = "order",
              description = "The column with the numbers (default: ${DEFAULT-VALUE}).")
          String column,
      @Option(
              names = "--kind",
              paramLabel = "KIND",
              defaultValue = "order",
              description = "What the numbers are: order, customer, waybill ... (default: order).")
          String kind,
      @Option(
              names = "--key-file",
              paramLabel = "FILE",
              required = true,
              description = "The key that the service's agents have.")
          Path keyFile,
      @Option(
              names = "--result",
              paramLabel = "FILE",
              required = true,
              description =
                  "Takes the lines that match, with what was read. Must not be there yet.")
          Path result)
      throws IOException {
    refuseExisting(result, "--result");
    AffectedList affected =
        AffectedList.read(
            list, kind, PseudonymKey.read(keyFile).stream().map(Pseudonyms::new).toList());
    List<List<Object>> matching = new ArrayList<>();
    int[] at = {-1};
    long[] all = {0};
    CsvFile.lines(
        ids,
        names -> {
          at[0] = names.indexOf(column);
          matching.add(row(names, AffectedList.TOLD));
          return at[0] >= 0;
        },
        (number, line) -> {
          all[0]++;
          List<Object> read = line.size() > at[0] ? affected.find(line.get(at[0])) : null;
          if (read != null) {
            matching.add(row(line, read));
          }
        });
    if (at[0] < 0) {
      throw new CommandFailed(
          ids + ":1: no column named " + column + "; name the one with the numbers by --column");
    }
    StringWriter out = new StringWriter();
    LINES.print(out).printRecords(matching);
    write(result, out.toString());
    spec.commandLine()
        .getOut()
        .printf(
            "lines that stand for somebody in the list: %d of %d; of kind %4$s the list has"
                + " %3$d%n%5$s%n",
            matching.size() - 1, all[0], affected.size(), kind, result);
  }

  private static List<Object> row(Iterable<String> own, List<?> added) {
    List<Object> row = new ArrayList<>();
    own.forEach(row::add);
    row.addAll(added);
    return row;
  }

  private static void refuseExisting(Path file, String option) {
    if (Files.exists(file)) {
      throw new CommandFailed(file + " is there already: name another with " + option);
    }
  }

  private static void write(Path file, String text) {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      out.write(text);
    } catch (IOException e) {
      throw new CommandFailed(file + ": cannot be written: " + CommandFailed.reason(e), e);
    }
  }
}

package io.whoread.collector.cli;

import io.whoread.collector.detect.Detector;
import io.whoread.collector.engine.Logs;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.LogInUseException;
import io.whoread.collector.log.Sealer;
import io.whoread.collector.people.BadRegister;
import io.whoread.collector.people.Fault;
import io.whoread.collector.people.People;
import io.whoread.collector.people.Register;
import io.whoread.collector.people.RegisterReader;
import io.whoread.collector.people.Registrar;
import io.whoread.collector.people.Sync;
import io.whoread.collector.settings.SettingsException;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Who works where, when and since when: the register that detection goes by. */
@Command(
    name = "people",
    description = "Tell the collector of teams, calendars, duties, joiners and leavers.",
    mixinStandardHelpOptions = true,
    subcommands = HelpCommand.class)
final class PeopleCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing one of: import");
  }

  @Command(
      name = "import",
      description = {
        "Take the people of a file for all that its source tells of: who is missing is removed.",
        "A line each, under a head line of role, id, team, calendar, joined, left, manager,"
            + " account; and for hours at work beside the calendar from, to, for. Other sources'"
            + " people stay.",
        "With a running collector only an account with the role security may do that: --user and"
            + " --password-file."
      },
      mixinStandardHelpOptions = true,
      sortOptions = false)
  void importFile(
      @Parameters(paramLabel = "FILE", description = "CSV, or JSON where its name ends so.")
          Path file,
      @Option(
              names = "--source",
              paramLabel = "NAME",
              description = "Name of the source (default: that of the file).")
          String source,
      @Option(names = "--remove-all", description = "A file of nobody is meant so.")
          boolean removeAll,
      @Mixin DataOption data,
      @ArgGroup(exclusive = false) RunningOption running)
      throws IOException {
    if (Files.size(file) > RegisterReader.MAX_BYTES) {
      throw new CommandFailed(
          file + ": a register has at most " + RegisterReader.MAX_BYTES + " bytes");
    }
    byte[] bytes = Files.readAllBytes(file);
    String name = Registrar.source(source != null ? source : file.getFileName().toString());
    boolean json = file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
    String said =
        running != null
            ? send(bytes, json, name, removeAll, data, running, file)
            : write(bytes, json, name, removeAll, data.existing(), file);
    spec.commandLine().getOut().println(said);
  }

  /** Into the log of a collector that does not run. */
  private String write(
      byte[] bytes, boolean json, String source, boolean removeAll, Path data, Path file)
      throws IOException {
    try (Log log = Logs.open(data)) {
      // An empty log is sealed before its first entry.
      Sealer.open(data.resolve("log"), log).close();
      RegisterReader.Sheet sheet = RegisterReader.read(bytes, json, Detector.terms(data));
      Sync sync =
          new Registrar(log, () -> register(data, log))
              .sync(new Registrar.Bringer(source, "", "", removeAll), sheet);
      return said(source, sheet.people().size(), sync.added(), sync.changed(), sync.removed());
    } catch (LogInUseException e) {
      throw RunningOption.needed(data, e);
    } catch (SettingsException e) {
      throw new CommandFailed(e.getMessage(), e);
    } catch (BadRegister e) {
      e.faults().forEach(fault -> tell(file, fault));
      throw refused(file, e.count(), e.faults().size());
    }
  }

  private static Register register(Path data, Log log) throws IOException {
    try (People people = People.open(data.resolve("state").resolve("people"), log)) {
      people.catchUp(log);
      return people.register();
    }
  }

  private static String said(String source, long people, long added, long changed, long removed) {
    String all = source + ": " + people + (people == 1 ? " person" : " people");
    return added + changed + removed == 0
        ? all + "; nothing new"
        : all + "; " + added + " added, " + changed + " changed, " + removed + " removed";
  }

  private void tell(Path file, Fault fault) {
    tell(file, fault.line(), fault.item(), fault.column(), fault.sentence());
  }

  /** As compilers do, so that editors find the line. */
  private void tell(Path file, long line, String item, String column, String sentence) {
    spec.commandLine()
        .getErr()
        .println(
            file
                + (line > 0 ? ":" + line : "")
                + (item.isEmpty() ? "" : ": " + item)
                + (column.isEmpty() ? "" : ": " + column)
                + ": "
                + sentence);
  }

  private static CommandFailed refused(Path file, long count, long told) {
    return new CommandFailed(
        file
            + ": not taken, and nothing is changed: "
            + count
            + (count == 1 ? " fault" : " faults")
            + (told < count ? ", the first " + told + " of them told" : ""));
  }

  /** To one that runs. */
  private String send(
      byte[] bytes,
      boolean json,
      String source,
      boolean removeAll,
      DataOption data,
      RunningOption running,
      Path file)
      throws IOException {
    String path =
        "/api/people?source="
            + URLEncoder.encode(source, StandardCharsets.UTF_8)
            + "&remove-all="
            + removeAll;
    return said(
        running.ask(data, "PUT", path, json ? "application/json" : "text/csv", bytes), file);
  }

  private String said(HttpResponse<String> answer, Path file) {
    JsonNode body = RunningOption.json(answer);
    if (answer.statusCode() == 200) {
      return said(
          body.path("source").asString(),
          body.path("people").asLong(),
          body.path("added").asLong(),
          body.path("changed").asLong(),
          body.path("removed").asLong());
    }
    JsonNode faults = body.path("faults");
    if (!faults.isEmpty()) {
      for (JsonNode fault : faults) {
        tell(
            file,
            fault.path("line").asLong(),
            fault.path("item").asString(),
            fault.path("column").asString(),
            fault.path("sentence").asString());
      }
      throw refused(file, body.path("count").asLong(), faults.size());
    }
    throw RunningOption.refused(answer);
  }
}

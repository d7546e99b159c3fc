package io.whoread.collector.cli;

import io.whoread.collector.detect.Detector;
import io.whoread.collector.log.LocalLog;
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
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import javax.net.ssl.SSLException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who works where, when and since when: the register that detection goes by. */
@Command(
    name = "people",
    description = "Tell the collector of teams, calendars, duties, joiners and leavers.",
    mixinStandardHelpOptions = true,
    subcommands = HelpCommand.class)
final class PeopleCommand implements Runnable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing one of: import");
  }

  /** A running collector, and who speaks to it. */
  private static final class Running {
    @Option(
        names = "--user",
        paramLabel = "NAME",
        required = true,
        description = "With a running collector: an account with the role security.")
    private String user;

    @Option(
        names = "--password-file",
        paramLabel = "FILE",
        required = true,
        description = "Its password.")
    private Path passwordFile;

    @Option(
        names = "--collector",
        paramLabel = "URL",
        description = "Where it listens (default: where the one on --data does).")
    private URI collector;

    @Option(
        names = "--ca-file",
        paramLabel = "FILE",
        description = "Certificates to trust it by, PEM (default: the usual ones).")
    private Path caFile;
  }

  @Command(
      name = "import",
      description = {
        "Take the people of a file for all that its source tells of: who is missing is removed.",
        "A line each, under a head line of role, id, team, calendar, joined, left, manager,"
            + " account; and for hours at work beside the calendar from, to, for. Other sources'"
            + " people stay."
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
      @ArgGroup(exclusive = false) Running running)
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
    try (LocalLog log = LocalLog.open(data.resolve("log"))) {
      // An empty log is sealed before its first entry.
      Sealer.open(data.resolve("log"), log).close();
      RegisterReader.Sheet sheet = RegisterReader.read(bytes, json, Detector.terms(data));
      Sync sync =
          new Registrar(log, () -> register(data, log))
              .sync(new Registrar.Bringer(source, "", "", removeAll), sheet);
      return said(source, sheet.people().size(), sync.added(), sync.changed(), sync.removed());
    } catch (LogInUseException e) {
      throw new CommandFailed(
          "a collector runs on "
              + data
              + ": name an account with the role security, --user NAME --password-file FILE",
          e);
    } catch (SettingsException e) {
      throw new CommandFailed(e.getMessage(), e);
    } catch (BadRegister e) {
      e.faults().forEach(fault -> tell(file, fault));
      throw refused(file, e.count(), e.faults().size());
    }
  }

  private static Register register(Path data, Log log) throws IOException {
    try (People people = People.open(data.resolve("state").resolve("people"), log);
        Log.Cursor cursor = log.read(Math.max(people.position(), log.start()))) {
      while (cursor.next()) {
        people.apply(cursor.position(), cursor.entry());
      }
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
      Running running,
      Path file)
      throws IOException {
    boolean here = running.collector == null;
    URI collector =
        here
            ? ListeningAddress.read(data.existing())
                .orElseThrow(
                    () ->
                        new CommandFailed(
                            "no collector runs on "
                                + data.dir()
                                + ": leave --user out, or name another with --collector"))
            : running.collector;
    String password = Files.readString(running.passwordFile).strip();
    String credentials =
        Base64.getEncoder()
            .encodeToString((running.user + ":" + password).getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(
                collector.resolve(
                    "/api/people?source="
                        + URLEncoder.encode(source, StandardCharsets.UTF_8)
                        + "&remove-all="
                        + removeAll))
            .timeout(TIMEOUT)
            .header("Content-Type", json ? "application/json" : "text/csv")
            .header("Authorization", "Basic " + credentials)
            .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes))
            .build();
    try (HttpClient client =
        here ? CollectorHttp.here(running.caFile) : CollectorHttp.client(running.caFile)) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return said(answer, file);
    } catch (SSLException e) {
      throw new CommandFailed(CollectorHttp.reason(e, collector, running.caFile, "--ca-file"), e);
    } catch (IOException e) {
      throw new CommandFailed(collector + " cannot be reached: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("interrupted", e);
    }
  }

  private String said(HttpResponse<String> answer, Path file) {
    JsonNode body;
    try {
      body = new JsonMapper().readTree(answer.body());
    } catch (JacksonException e) {
      throw new CommandFailed(answer.uri() + " answered " + answer.statusCode(), e);
    }
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
    throw new CommandFailed(
        answer.uri().resolve("/")
            + " answered "
            + answer.statusCode()
            + ": "
            + body.path("detail").asString());
  }
}

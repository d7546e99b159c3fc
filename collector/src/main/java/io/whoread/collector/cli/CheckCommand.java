package io.whoread.collector.cli;

import io.whoread.collector.coverage.CheckReport;
import io.whoread.collector.coverage.LogCoverages;
import io.whoread.collector.detect.RulesZone;
import io.whoread.collector.engine.Logs;
import io.whoread.collector.ingest.Services;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.LogInUseException;
import io.whoread.collector.settings.SettingsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Asks the running collector with the service's own token; where none runs, looks into its data.
 */
@Command(
    name = "check",
    description = {
      "Say whether a service's records arrive, what its agents guard, and from its last request"
          + " whom it took for the actor and which fields left plain or masked.",
      "Where the collector is: as --collector says; else the one that runs on --data; else as"
          + " whoread.yaml in the service's folder says."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:records arrive, and nothing asks for attention",
      "1:something asks for attention (the lines that begin with !), or it could not be asked",
      "2:asked wrongly",
      "3:the agent runs, and no request has come since it started: make one"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CheckCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int NO_REQUEST_YET = 3;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "Name of the service.")
  private String name;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "The folder that `service add` wrote (default: NAME).")
  private Path folder;

  @Option(
      names = "--collector",
      paramLabel = "URL",
      converter = CollectorAddress.class,
      description = "Where the collector listens.")
  private URI collector;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "The service's token (default: as whoread.yaml says, or token beside it).")
  private Path tokenFile;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description =
          "Certificates to trust the collector by, PEM (default: as whoread.yaml says, or the"
              + " usual ones).")
  private Path caFile;

  @Mixin private DataOption data;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!name.matches(Services.NAME)) {
      throw new CommandFailed("NAME is no name of a service");
    }
    if (spec.commandLine().getParseResult().hasMatchedOption("--data")) {
      data.existing();
    }
    folder =
        folder != null
            ? folder
            : tokenFile != null ? tokenFile.toAbsolutePath().getParent() : Path.of(name);
    AttachedService attached = AttachedService.read(folder);
    Path token = tokenFile != null ? tokenFile : attached.token();
    caFile = caFile != null ? caFile : attached.ca();
    Optional<URI> listening = ListeningAddress.read(data.dir());
    URI named = collector;
    boolean own = named == null && listening.isPresent();
    if (named == null) {
      collector = own ? listening.get() : attached.collector(caFile);
    }
    boolean here = Files.isDirectory(data.dir().resolve("log"));
    if (Files.isReadable(token)) {
      try {
        return ask(token, own);
      } catch (ConnectException e) {
        String nobody = CollectorHttp.unreachable(collector, e);
        if (!here) {
          throw new CommandFailed(nobody + ": say where it is with --collector", e);
        }
        return look(
            () ->
                nobody
                    + ", and a collector runs on "
                    + data.dir()
                    + (named == null
                        ? ": it is starting; try again in some seconds"
                        : ": leave --collector out, or, if it is starting, try again in some"
                            + " seconds"));
      }
    } else if (tokenFile != null || !here) {
      // What stands in whoread.yaml may be the token itself, in place of its file.
      Path yaml = folder.resolve("whoread.yaml");
      throw new CommandFailed(
          (tokenFile == null && Files.exists(yaml) ? "token-file of " + yaml : token.toString())
              + ": no such file, or not readable; say with --folder where the folder is that"
              + " `service add` wrote, or give the service's token with --token-file");
    }
    return look(this::noToken);
  }

  /**
   * @param own whether the data folder says where the collector listens
   */
  private int ask(Path token, boolean own) throws IOException, InterruptedException {
    String secret = ServiceToken.read(token);
    URI base = CollectorHttp.base(collector);
    try (HttpClient client = own ? CollectorHttp.here(caFile) : CollectorHttp.client(caFile)) {
      CollectorHttp.requireCollector(client, base);
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(base.resolve("v1/services/" + name + "/check"))
                  .timeout(PATIENCE)
                  .header("Authorization", "Bearer " + secret)
                  .header("Accept", "text/plain")
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      switch (answer.statusCode()) {
        case 200 -> {
          return print(answer.body(), answer.headers().firstValue(CheckReport.HEADER).orElse(""));
        }
        case 401 ->
            throw new CommandFailed(
                "the collector at "
                    + collector
                    + " does not know the token in "
                    + token
                    + ": it is another one's, or was removed");
        case 403 -> throw new CommandFailed("the token in " + token + " is not that of " + name);
        default ->
            throw new CommandFailed(
                "the collector at " + collector + " answers with status " + answer.statusCode());
      }
    } catch (SSLException e) {
      String remedy = "--ca-file, or with ca-file: in whoread.yaml";
      throw new CommandFailed(CollectorHttp.reason(e, collector, caFile, remedy), e);
    } catch (ConnectException e) {
      throw e;
    } catch (IOException e) {
      throw new CommandFailed(CollectorHttp.unreachable(collector, e), e);
    }
  }

  /** What to say; the data folder may have to be read for it. */
  private interface Words {
    String say() throws IOException;
  }

  /**
   * @param inUse what to say where a collector runs on the data after all
   */
  private int look(Words inUse) throws IOException {
    try (Log log = Logs.open(data.dir());
        LogCoverages coverages =
            LogCoverages.open(data.dir().resolve("state").resolve("coverage"), log);
        Log.Cursor cursor = log.read(Math.max(coverages.position(), log.start()))) {
      spec.commandLine().getErr().println("no collector is running; this is from " + data.dir());
      while (cursor.next()) {
        coverages.apply(cursor.position(), cursor.entry());
      }
      CheckReport report = CheckReport.ofStopped(name, coverages, Instant.now(), zone());
      return print(report.text(), report.verdict().label());
    } catch (LogInUseException e) {
      throw new CommandFailed(inUse.say(), e);
    }
  }

  /** What to say where a collector runs on the data, and there is no token to ask it with. */
  private String noToken() throws IOException {
    Set<String> services = Services.open(data.dir()).all().keySet();
    String known = services.isEmpty() ? "none" : String.join(", ", services);
    return services.contains(name)
        ? "a collector is running on %s, and there is no token in %s to ask it with: give the service's folder with --folder, or its token with --token-file"
            .formatted(data.dir(), folder)
        : "there is no service %s on %s (there are: %s), and no folder %s with a token"
            .formatted(name, data.dir(), known, folder);
  }

  /** What is wrong with rules is told by the collector: here it is about something else. */
  private ZoneId zone() {
    try {
      return RulesZone.of(data.dir());
    } catch (SettingsException e) {
      return ZoneId.systemDefault();
    }
  }

  /**
   * @param verdict label of one; what a later version says is no good news
   */
  private int print(String text, String verdict) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
    if (verdict.equals(CheckReport.Verdict.OK.label())) {
      return 0;
    }
    return verdict.equals(CheckReport.Verdict.WAITING.label()) ? NO_REQUEST_YET : 1;
  }
}

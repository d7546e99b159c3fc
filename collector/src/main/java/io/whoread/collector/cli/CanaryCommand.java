package io.whoread.collector.cli;

import io.whoread.collector.canary.BadCanary;
import io.whoread.collector.canary.Canaries;
import io.whoread.collector.canary.CanaryKeeper;
import io.whoread.collector.canary.CanaryView;
import io.whoread.collector.engine.Logs;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.LogInUseException;
import io.whoread.collector.log.Sealer;
import io.whoread.collector.log.v1.Action;
import io.whoread.collector.log.v1.CanaryName;
import io.whoread.collector.log.v1.Entry;
import io.whoread.record.PseudonymKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Orders that nobody has a reason to read. */
@Command(
    name = "canary",
    description = "Name orders that nobody has a reason to read: whoever does raises an alert.",
    mixinStandardHelpOptions = true,
    subcommands = HelpCommand.class)
final class CanaryCommand implements Runnable {
  private static final CanaryKeeper.Bringer LOCAL = new CanaryKeeper.Bringer("", "");

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing one of: add, list, remove");
  }

  /** To whom alone a canary is given. */
  private static final class Channel {
    @Option(
        names = "--seller",
        paramLabel = "ID",
        required = true,
        description = "The canary is given to this seller alone: whoever has it has it from there.")
    private String seller;

    @Option(
        names = "--courier",
        paramLabel = "ID",
        required = true,
        description = "Likewise a courier.")
    private String courier;

    @Option(
        names = "--team",
        paramLabel = "NAME",
        required = true,
        description = "Likewise a team.")
    private String team;

    private String kind() {
      return seller != null ? "seller" : courier != null ? "courier" : "team";
    }

    private String id() {
      return seller != null ? seller : courier != null ? courier : team;
    }
  }

  @Command(
      name = "add",
      description = {
        "Make an order, or another subject, a canary.",
        "Its number is asked for, or read from standard input: one line. It is turned into its"
            + " pseudonyms and kept nowhere."
      },
      mixinStandardHelpOptions = true,
      sortOptions = false)
  void add(
      @Option(
              names = "--label",
              paramLabel = "TEXT",
              required = true,
              description = "What to call it; not its number, and nothing personal.")
          String label,
      @Option(
              names = "--kind",
              paramLabel = "KIND",
              defaultValue = "order",
              description = "Its kind: order, waybill, customer ... (default: order).")
          String kind,
      @ArgGroup(multiplicity = "0..1") Channel channel,
      // Taken so that no message tells it.
      @Parameters(hidden = true, arity = "0..*") List<String> numbers,
      @Mixin DataOption data,
      @ArgGroup(exclusive = false) RunningOption running)
      throws IOException {
    if (numbers != null) {
      throw new ParameterException(
          spec.subcommands().get("add"),
          "the number is no word of the command, which every process of this machine may read:"
              + " leave it out; it is asked for, or read from standard input");
    }
    CanaryKeeper.Given given =
        new CanaryKeeper.Given(
            number(),
            kind,
            label,
            channel == null ? "" : channel.kind(),
            channel == null ? "" : channel.id());
    if (running == null) {
      Path folder = data.existing();
      List<PseudonymKey> keys = keys(folder);
      CanaryKeeper.Added added = atRest(folder, (log, keeper) -> keeper.add(given, keys, LOCAL));
      say(added.canary().getId(), added.renewed());
      return;
    }
    JsonNode row =
        RunningOption.json(done(ask(running, data, "POST", "/api/canaries", json(given))));
    say(row.path("id").asString(), row.path("renewed").asBoolean());
  }

  private void say(String id, boolean renewed) {
    print(id + (renewed ? " is a canary under the newer key as well" : " is a canary"));
  }

  @Command(
      name = "list",
      description = "List the canaries. That it was done is in the log.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  void list(@Mixin DataOption data, @ArgGroup(exclusive = false) RunningOption running)
      throws IOException {
    if (running == null) {
      Path folder = data.existing();
      int epoch = keys(folder).getFirst().epoch();
      List<Canaries.Planted> planted = atRest(folder, CanaryCommand::listed);
      planted.forEach(
          each ->
              print(
                  each.canary().getId(),
                  each.canary().getKind(),
                  each.canary().getLabel(),
                  each.canary().getChannelKind(),
                  each.canary().getChannel(),
                  each.canary().getNamesList().stream()
                      .mapToInt(CanaryName::getKeyEpoch)
                      .anyMatch(known -> known == epoch),
                  each.user(),
                  Instant.ofEpochMilli(each.addedMs()).toString()));
      none(planted.isEmpty());
      return;
    }
    JsonNode rows = RunningOption.json(done(ask(running, data, "GET", "/api/canaries", null)));
    none(rows.isEmpty());
    for (JsonNode row : rows) {
      print(
          row.path("id").asString(),
          row.path("kind").asString(),
          row.path("label").asString(),
          row.path("channelKind").asString(),
          row.path("channel").asString(),
          row.path("current").asBoolean(),
          row.path("by").asString(),
          row.path("at").asString());
    }
  }

  /** Not in the place of lines that a script reads. */
  private void none(boolean none) {
    if (none) {
      spec.commandLine().getErr().println("there are no canaries");
    }
  }

  private void print(
      String id,
      String kind,
      String label,
      String channelKind,
      String channel,
      boolean current,
      String by,
      String at) {
    print(
        id
            + "  "
            + kind
            + "  \""
            + label
            + "\"  "
            + (channel.isEmpty() ? "for nobody in particular" : channelKind + " " + channel)
            + "  "
            + at
            + (by.isEmpty() ? "" : " by " + by)
            + (current ? "" : "  not under the newest key: add it again"));
  }

  @Command(
      name = "remove",
      description = "Make a canary an ordinary order again.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  void remove(
      @Parameters(paramLabel = "ID", description = "As `canary list` has it.") String id,
      @Mixin DataOption data,
      @ArgGroup(exclusive = false) RunningOption running)
      throws IOException {
    if (running == null) {
      atRest(data.existing(), (log, keeper) -> keeper.remove(id, LOCAL));
    } else {
      done(ask(running, data, "POST", "/api/canaries/remove", json(Map.of("id", id))));
    }
    print(id + " is no canary any more");
  }

  private interface Deed<T> {
    T done(Log log, CanaryKeeper keeper) throws IOException;
  }

  /** In the log of a collector that does not run. */
  private static <T> T atRest(Path data, Deed<T> deed) throws IOException {
    try (Log log = Logs.open(data)) {
      // An empty log is sealed before its first entry.
      Sealer.open(data.resolve("log"), log).close();
      return deed.done(log, new CanaryKeeper(log, () -> canaries(data, log)));
    } catch (LogInUseException e) {
      throw RunningOption.needed(data, e);
    } catch (BadCanary e) {
      throw new CommandFailed(e.getMessage(), e);
    }
  }

  /** Who asks is in the log before any of them is told. */
  private static List<Canaries.Planted> listed(Log log, CanaryKeeper keeper) throws IOException {
    Action asked = Action.newBuilder().setKind(Action.Kind.LISTED_CANARIES).build();
    try {
      log.append(Entry.newBuilder().setAction(asked).build()).join();
    } catch (CompletionException e) {
      throw new IOException("the log cannot be written", e.getCause());
    }
    return List.copyOf(keeper.canaries().all()).reversed();
  }

  private static Canaries canaries(Path data, Log log) throws IOException {
    try (CanaryView view = CanaryView.open(data.resolve("state").resolve("canaries"), log)) {
      view.catchUp(log);
      return view.canaries();
    }
  }

  private static List<PseudonymKey> keys(Path data) throws IOException {
    Path file = data.resolve("key");
    if (!Files.exists(file)) {
      throw new CommandFailed(
          file + ": no such file; `whoread service add` makes the key for pseudonyms");
    }
    return PseudonymKey.read(file);
  }

  /** Not as a word of the command line, which every process of the machine may read. */
  private static String number() throws IOException {
    if (Terminal.attached()) {
      return System.console().readLine("Number: ");
    }
    String line =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    if (line == null || line.isBlank()) {
      throw new CommandFailed("expected the number on standard input, in one line");
    }
    return line;
  }

  private static byte[] json(Object body) {
    return new JsonMapper().writeValueAsBytes(body);
  }

  private static HttpResponse<String> ask(
      RunningOption running, DataOption data, String method, String path, byte[] body)
      throws IOException {
    return running.ask(
        data,
        method,
        path,
        body == null ? null : "application/json",
        body == null ? new byte[0] : body);
  }

  private static HttpResponse<String> done(HttpResponse<String> answer) {
    if (answer.statusCode() >= 300) {
      throw RunningOption.refused(answer);
    }
    return answer;
  }

  private void print(String line) {
    spec.commandLine().getOut().println(line);
  }
}

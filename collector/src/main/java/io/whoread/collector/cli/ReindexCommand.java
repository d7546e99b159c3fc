package io.whoread.collector.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Moves the index of a running collector to the engine that {@code engines.yaml} names. */
@Command(
    name = "reindex",
    description = {
      "Move the index of a running collector to the engine that engines.yaml names now.",
      "The index that there is answers until the other holds all. Ending this command does not end"
          + " the move."
    },
    mixinStandardHelpOptions = true)
final class ReindexCommand implements Callable<Integer> {
  private static final long LOOK_MS = 1_000;

  @Mixin private DataOption data;

  @ArgGroup(exclusive = false, multiplicity = "1")
  private RunningOption running;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    JsonNode progress = ask("POST", "/api/index/move");
    if (isDone(progress)) {
      out.println(
          "the index is in " + name(progress, "from") + " already: engines.yaml names no other");
      return 0;
    }
    String from = name(progress, "from");
    String to = name(progress, "to");
    long told = -1;
    while (!isDone(progress)) {
      long percent =
          100 * progress.path("position").asLong() / Math.max(1, progress.path("end").asLong());
      if (percent != told) {
        told = percent;
        out.println("from " + from + " to " + to + ": " + percent + "%");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
      progress = ask("GET", "/api/index");
    }
    out.println("the index is in " + name(progress, "from") + " now");
    return 0;
  }

  private JsonNode ask(String method, String path) throws IOException {
    HttpResponse<String> answer = running.ask(data, method, path, null, new byte[0]);
    if (answer.statusCode() >= 300) {
      throw RunningOption.refused(answer);
    }
    return RunningOption.json(answer);
  }

  private static boolean isDone(JsonNode progress) {
    return progress.path("from").equals(progress.path("to"));
  }

  private static String name(JsonNode progress, String field) {
    return progress.path(field).asString().toLowerCase(Locale.ROOT);
  }
}

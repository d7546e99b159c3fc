package io.whoread.collector.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Action;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the API answers, and what it leaves in the log. */
final class Answers {
  private static final JsonMapper JSON = new JsonMapper();

  private Answers() {}

  static JsonNode json(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  static void refused(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(JSON.readTree(response.body()).at("/code").asString()).isEqualTo(code);
    assertThat(JSON.readTree(response.body()).at("/detail").asString()).endsWith(".");
  }

  /** What the collector has on disk, read as its own log. */
  static List<Action> actions(Path data) throws IOException {
    Path copy = Files.createTempDirectory(data.getParent(), "log");
    try (Stream<Path> files = Files.list(data.resolve("log"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    List<Action> actions = new ArrayList<>();
    try (LocalLog log = LocalLog.open(copy);
        Log.Cursor cursor = log.read(log.start())) {
      while (cursor.next()) {
        if (cursor.entry().hasAction()) {
          actions.add(cursor.entry().getAction());
        }
      }
    }
    return actions;
  }
}

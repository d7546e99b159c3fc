package io.whoread.collector.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.collector.engine.ElasticServer;
import io.whoread.collector.index.elastic.ElasticSettings;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks to a server as its administrator does. */
final class ElasticCalls {
  private static final JsonMapper JSON = new JsonMapper();

  private ElasticCalls() {}

  static ElasticSettings settings(ElasticServer server, String name, Duration retention) {
    return new ElasticSettings(List.of(server.address()), null, null, null, null, name, retention);
  }

  static JsonNode get(ElasticServer server, String path) throws Exception {
    return call(server, "GET", path, null);
  }

  static JsonNode post(ElasticServer server, String path) throws Exception {
    return call(server, "POST", path, null);
  }

  static JsonNode post(ElasticServer server, String path, String body) throws Exception {
    return call(server, "POST", path, body);
  }

  static JsonNode put(ElasticServer server, String path, String body) throws Exception {
    return call(server, "PUT", path, body);
  }

  /** Blocks writing to an index, or no more. */
  static void block(ElasticServer server, String index, String block, boolean on) throws Exception {
    put(
        server,
        "/" + index + "/_settings",
        "{\"index.blocks." + block + "\":" + (on ? "true" : "null") + "}");
  }

  private static JsonNode call(ElasticServer server, String method, String path, String body)
      throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest.Builder request = HttpRequest.newBuilder(server.address().resolve(path));
      if (body == null) {
        request.method(method, BodyPublishers.noBody());
      } else {
        request
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
      }
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return JSON.readTree(answer.body());
    }
  }
}

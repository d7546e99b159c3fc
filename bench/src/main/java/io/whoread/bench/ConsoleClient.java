package io.whoread.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The console's API as a script uses it: HTTP basic, JSON. */
public final class ConsoleClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI base;
  private final String authorization;
  private final HttpClient http = HttpClient.newHttpClient();

  public ConsoleClient(URI base, String user, String password) {
    this.base = base;
    this.authorization =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param parameters name and value in turn
   * @throws IOException for any status but 200
   */
  public JsonNode get(String path, String... parameters) throws IOException, InterruptedException {
    StringBuilder query = new StringBuilder(path);
    for (int i = 0; i < parameters.length; i += 2) {
      query
          .append(i == 0 ? '?' : '&')
          .append(parameters[i])
          .append('=')
          .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
    }
    return JSON.readTree(send(request(query.toString()).GET().build()));
  }

  /**
   * @throws IOException for any status of 300 and above
   */
  public void post(String path, Map<String, ?> body) throws IOException, InterruptedException {
    send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build());
  }

  /** Opens a person's trail for reading, which is on the record. */
  public void open(String actor) throws IOException, InterruptedException {
    post("/api/actor/open", Map.of("actor", actor, "reason", "test"));
  }

  /** Accesses of an opened person, all of them. */
  public List<JsonNode> trail(String actor, Instant from, Instant to)
      throws IOException, InterruptedException {
    List<JsonNode> accesses = new ArrayList<>();
    String after = "";
    while (after != null) {
      JsonNode page =
          after.isEmpty()
              ? get(
                  "/api/trail",
                  "actor",
                  actor,
                  "from",
                  from.toString(),
                  "to",
                  to.toString(),
                  "limit",
                  "1000")
              : get(
                  "/api/trail",
                  "actor",
                  actor,
                  "from",
                  from.toString(),
                  "to",
                  to.toString(),
                  "limit",
                  "1000",
                  "after",
                  after);
      page.get("accesses").forEach(accesses::add);
      after = page.get("next").isNull() ? null : page.get("next").asText();
    }
    return accesses;
  }

  /** All that the trail has of an access of an opened person. */
  public JsonNode access(String actor, JsonNode access) throws IOException, InterruptedException {
    return get("/api/access", "id", access.get("id").asText(), "actor", actor);
  }

  /** Pseudonyms of all subjects of an access of an opened person. */
  public Set<String> subjects(String actor, JsonNode access)
      throws IOException, InterruptedException {
    Set<String> ids = new HashSet<>();
    access(actor, access).get("subjects").forEach(subject -> ids.add(subject.get("id").asText()));
    return ids;
  }

  @Override
  public void close() {
    http.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).header("Authorization", authorization);
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(
          request.uri().getPath() + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }
}

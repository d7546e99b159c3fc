package io.whoread.collector.demo;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The collector's API as the console and scripts use it. */
final class CollectorApi {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int PAGE = 1_000;

  private final HttpClient http;
  private final String root;
  private final String authorization;

  CollectorApi(HttpClient http, String root, String user, String password) {
    this.http = http;
    this.root = root;
    byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    this.authorization = "Basic " + Base64.getEncoder().encodeToString(credentials);
  }

  /**
   * An alert, as far as the story tells it.
   *
   * @param counts of each rule's weightiest signal, which is the one that the sentence tells; the
   *     weightiest rule first
   * @param sentence what happened, in English
   * @param chinese the same in Chinese
   */
  record Alert(
      String id,
      String actor,
      String severity,
      Instant firstRaised,
      Map<String, Long> counts,
      String sentence,
      String chinese) {}

  /** A service as the page of services shows it. */
  record ServiceLine(String state, int gaps24h, long accesses24h) {}

  /** What of a person's reads in an interval an agent captured, and what came from files. */
  record Trail(long live, long imported) {}

  /** Alerts whose reads reach into the time since an instant. */
  List<Alert> alertsSince(Instant from) throws IOException, InterruptedException {
    List<Alert> alerts = new ArrayList<>();
    for (JsonNode alert : get("/api/alerts?limit=1000&from=" + from).get("alerts")) {
      Map<String, Long> counts = new LinkedHashMap<>();
      alert
          .get("signals")
          .forEach(
              signal ->
                  counts.putIfAbsent(
                      signal.get("rule").asString(),
                      Math.round(signal.get("observed").asDouble())));
      alerts.add(
          new Alert(
              alert.get("id").asString(),
              alert.get("actor").asString(),
              alert.get("severity").asString(),
              Instant.parse(alert.get("firstRaised").asString()),
              counts,
              alert.get("sentence").get("en").asString(),
              alert.get("sentence").get("zh").asString()));
    }
    return alerts;
  }

  /**
   * Counts the orders that a person read since an instant, one for each read. Opening somebody's
   * trail is itself written to the log, with its reason.
   */
  Trail trail(String actor, Instant from) throws IOException, InterruptedException {
    post("/api/actor/open", Map.of("actor", actor, "reason", "demo"));
    long live = 0;
    long imported = 0;
    String after = "";
    while (after != null) {
      JsonNode page =
          get(
              "/api/trail?limit="
                  + PAGE
                  + "&actor="
                  + encoded(actor)
                  + "&from="
                  + from
                  + (after.isEmpty() ? "" : "&after=" + encoded(after)));
      for (JsonNode access : page.get("accesses")) {
        long subjects = access.get("subjects").asLong();
        live += access.get("imported").asBoolean() ? 0 : subjects;
        imported += access.get("imported").asBoolean() ? subjects : 0;
      }
      after = page.get("next").isNull() ? null : page.get("next").asString();
    }
    return new Trail(live, imported);
  }

  /** Whom the first screen wants looked at, the foremost first. */
  List<String> waiting() throws IOException, InterruptedException {
    List<String> people = new ArrayList<>();
    get("/api/today")
        .get("people")
        .forEach(one -> people.add(one.get("alert").get("actor").asString()));
    return people;
  }

  /** Looks an order up by its number, as the form of the console does: who has read it. */
  List<String> readersOf(String number) throws IOException, InterruptedException {
    JsonNode found = JSON.readTree(post("/api/lookup", Map.of("number", number, "reason", "demo")));
    List<String> readers = new ArrayList<>();
    get("/api/readers?subject=" + encoded(found.get("subject").asString()))
        .get("readers")
        .forEach(reader -> readers.add(reader.get("actor").asString()));
    return readers;
  }

  /**
   * What a trace says of a list.
   *
   * @param actor the likeliest person; empty where nobody read of the victims
   * @param explained how many victims this person's reads explain
   * @param expected how many by chance
   * @param active how many people read anything in that time
   * @param excluded how many of them read no victim's order, or no more of them than by chance
   * @param from the first purchase
   */
  record Traced(
      boolean supported,
      String actor,
      String role,
      int victims,
      int explained,
      double expected,
      int active,
      int excluded,
      Instant from) {}

  /** Traces a list of victims, CSV, as the form of the console does. */
  Traced trace(String list) throws IOException, InterruptedException {
    JsonNode answer = JSON.readTree(post("/api/trace", Map.of("list", list, "reason", "demo")));
    JsonNode one = answer.path("cases").path(0);
    JsonNode first = one.path("suspects").path(0);
    JsonNode excluded = one.path("excluded");
    return new Traced(
        one.path("supported").asBoolean(),
        first.path("actor").asString(""),
        first.path("role").asString(""),
        one.path("victims").asInt(),
        first.path("explained").asInt(),
        first.path("expected").asDouble(),
        excluded.path("active").asInt(),
        excluded.path("read_none").asInt() + excluded.path("no_more_than_chance").asInt(),
        one.path("windows")
            .valueStream()
            .map(window -> Instant.parse(window.path("from").asString()))
            .min(Comparator.naturalOrder())
            .orElseThrow());
  }

  /**
   * Whose data somebody was given.
   *
   * @param importedAlone how many of the subjects imported records alone tell of
   */
  record Given(long subjects, long importedAlone) {}

  /** How many subjects a person was given since an instant. */
  Given blast(String actor, String role, Instant from) throws IOException, InterruptedException {
    Map<String, String> question =
        Map.of("actor", actor, "role", role, "from", from.toString(), "reason", "demo");
    JsonNode answer = JSON.readTree(post("/api/blast", question));
    return new Given(answer.get("subjects").asLong(), answer.get("importedAlone").asLong());
  }

  ServiceLine service(String name) throws IOException, InterruptedException {
    JsonNode service = get("/api/service?name=" + encoded(name)).get("service");
    return new ServiceLine(
        service.get("state").asString(),
        service.get("gaps24h").asInt(),
        service.get("accesses24h").asLong());
  }

  /** Fetches the page that the browser begins with. */
  void page() throws IOException, InterruptedException {
    checked(send(request("/").GET()), "/");
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(checked(send(request(path).GET()), path));
  }

  private String post(String path, Map<String, String> body)
      throws IOException, InterruptedException {
    return checked(
        send(
            request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))),
        path);
  }

  private static String checked(HttpResponse<String> answer, String path) throws IOException {
    if (answer.statusCode() >= 300) {
      throw new IOException(
          "the collector answered " + answer.statusCode() + " to " + path + ": " + answer.body());
    }
    return answer.body();
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(root + path))
        .timeout(Duration.ofSeconds(20))
        .header("Authorization", authorization);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

package io.whoread.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The dashboard for Grafana: all that its queries name is what a real collector exposes, and is
 * asked for as what it is.
 */
class GrafanaTest {
  private static final Path FILE =
      Path.of(System.getProperty("whoread.home"), "dashboards/grafana/whoread.json");

  /** A metric with its matchers, and its range where it is one. */
  private static final Pattern SELECTOR =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{([^}]*)}(\\[[^]]*])?");

  private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~|=)\"([^\"]*)\"");
  private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");
  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+$");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\w+)$");

  /** Prometheus itself adds it. */
  private static final String JOB = "job";

  /** What a collector exposes: of each metric its labels with their values, and its type. */
  private record Exposed(Map<String, Map<String, Set<String>>> labels, Map<String, String> types) {
    static Exposed of(String text) {
      Map<String, Map<String, Set<String>>> labels = new TreeMap<>();
      Matcher sample = SAMPLE.matcher(text);
      while (sample.find()) {
        Map<String, Set<String>> of =
            labels.computeIfAbsent(sample.group(1), any -> new HashMap<>());
        if (sample.group(2) != null) {
          Matcher label = MATCHER.matcher(sample.group(2));
          while (label.find()) {
            of.computeIfAbsent(label.group(1), any -> new HashSet<>()).add(label.group(3));
          }
        }
      }
      Map<String, String> types = new HashMap<>();
      Matcher type = TYPE.matcher(text);
      while (type.find()) {
        types.put(type.group(1), type.group(2));
      }
      return new Exposed(labels, types);
    }

    String type(String metric) {
      return types.getOrDefault(metric, types.get(metric.replaceAll("_(bucket|count|sum)$", "")));
    }
  }

  private static JsonNode dashboard() throws IOException {
    return new JsonMapper().readTree(Files.readString(FILE));
  }

  private static List<String> queries() throws IOException {
    List<String> queries = new ArrayList<>();
    for (JsonNode panel : dashboard().path("panels")) {
      panel.path("targets").forEach(target -> queries.add(target.path("expr").asString()));
    }
    return queries;
  }

  @Test
  void itsQueriesAreOfWhatACollectorExposes(@TempDir Path data) throws Exception {
    Files.writeString(
        data.resolve("notify.yaml"),
        """
        channels:
          duty: {type: webhook, address: "http://127.0.0.1:9/", secret-file: secret}
        """);
    Path secret =
        Files.createFile(
            data.resolve("secret"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(secret, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    try (RunningCollector collector = RunningCollector.start(data)) {
      assertThat(collector.post(Batches.one(1, 1, Instant.now(), 1).build()).statusCode())
          .isEqualTo(204);
      await()
          .untilAsserted(
              () ->
                  assertThat(collector.get("/actuator/prometheus").body())
                      .contains("whoread_service_agents{service=\"shop\"} 1.0"));
      Exposed exposed = Exposed.of(collector.get("/actuator/prometheus").body());
      Set<String> asked = new HashSet<>();
      assertThat(queries())
          .hasSizeGreaterThan(20)
          .allSatisfy(query -> check(query, exposed, asked));
      // Nothing that is exposed of whoread is left out of sight, but what is a part of the same.
      assertThat(exposed.labels().keySet())
          .filteredOn(name -> name.startsWith("whoread_"))
          .filteredOn(name -> !name.matches(".*_(count|sum|max|created)"))
          .filteredOn(name -> !name.equals("whoread_notify_sent_total"))
          .allSatisfy(name -> assertThat(asked).contains(name));
    }
  }

  private static void check(String query, Exposed exposed, Set<String> asked) {
    Set<String> labels = new HashSet<>();
    Matcher selector = SELECTOR.matcher(query);
    int found = 0;
    while (selector.find()) {
      found++;
      String metric = selector.group(1);
      asked.add(metric);
      assertThat(exposed.labels()).as(query).containsKey(metric);
      Map<String, Set<String>> has = exposed.labels().get(metric);
      labels.addAll(has.keySet());
      Matcher matcher = MATCHER.matcher(selector.group(2));
      while (matcher.find()) {
        if (!matcher.group(1).equals(JOB)) {
          assertThat(has).as(query).containsKey(matcher.group(1));
          for (String value : matcher.group(3).split("\\|")) {
            assertThat(has.get(matcher.group(1))).as(query).contains(value);
          }
        }
      }
      boolean counts = !"gauge".equals(exposed.type(metric));
      boolean isRange = selector.group(3) != null;
      String before = query.substring(0, selector.start());
      boolean isRate = before.endsWith("rate(") || before.endsWith("increase(");
      assertThat(isRate)
          .as("%s is a %s: %s", metric, exposed.type(metric), query)
          .isEqualTo(counts);
      assertThat(isRange).as(query).isEqualTo(isRate || before.endsWith("deriv("));
    }
    assertThat(found).as(query).isPositive();
    Matcher grouping = GROUPING.matcher(query);
    while (grouping.find()) {
      assertThat(labels).as(query).contains(grouping.group(1).split(", "));
    }
    assertThat(query.chars().filter(c -> c == '(').count())
        .as(query)
        .isEqualTo(query.chars().filter(c -> c == ')').count());
  }

  @Test
  void itsPanelsStandBesideEachOtherAndAskTheChosenPrometheus() throws Exception {
    Set<Integer> ids = new HashSet<>();
    Set<String> taken = new HashSet<>();
    for (JsonNode panel : dashboard().path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).isTrue();
      JsonNode place = panel.path("gridPos");
      for (int x = place.path("x").asInt();
          x < place.at("/x").asInt() + place.at("/w").asInt();
          x++) {
        assertThat(x).isBetween(0, 23);
        for (int y = place.path("y").asInt();
            y < place.at("/y").asInt() + place.at("/h").asInt();
            y++) {
          assertThat(taken.add(x + "," + y)).as(panel.path("title").asString()).isTrue();
        }
      }
      if (!panel.path("type").asString().equals("row")) {
        assertThat(panel.at("/datasource/uid").asString()).isEqualTo("${datasource}");
        panel
            .path("targets")
            .forEach(
                target ->
                    assertThat(target.at("/datasource/uid").asString()).isEqualTo("${datasource}"));
      }
    }
    assertThat(dashboard().at("/templating/list/0/type").asString()).isEqualTo("datasource");
  }
}

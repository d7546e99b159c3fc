package io.whoread.collector.index;

import static io.whoread.collector.index.IndexCheck.follow;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.Batches;
import io.whoread.collector.engine.ElasticServer;
import io.whoread.collector.index.elastic.ElasticIndex;
import io.whoread.collector.index.elastic.ElasticSettings;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.v1.Entry;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Actor;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Channel;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Form;
import io.whoread.record.v1.Operation;
import io.whoread.record.v1.Subject;
import io.whoread.record.v1.Unattributed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The saved objects for Kibana: of the form in which Kibana exports them, and each of their queries
 * asked of a real server, in the words into which Kibana puts it.
 */
class KibanaTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int ACCESSES = 7;

  private static Map<String, JsonNode> objects() throws IOException {
    Map<String, JsonNode> objects = new HashMap<>();
    Path file = Path.of(System.getProperty("whoread.home"), "dashboards/kibana/whoread.ndjson");
    for (String line : Files.readAllLines(file)) {
      JsonNode object = JSON.readTree(line);
      assertThat(objects.put(object.path("id").asString(), object)).isNull();
    }
    return objects;
  }

  private static List<JsonNode> of(String type) throws IOException {
    return objects().values().stream()
        .filter(each -> each.path("type").asString().equals(type))
        .toList();
  }

  /** What is kept as text within the object. */
  private static JsonNode inner(JsonNode object, String pointer) {
    return JSON.readTree(object.at("/attributes" + pointer).asString());
  }

  @Test
  void theyAreSavedObjectsThatReferToEachOther() throws Exception {
    Map<String, JsonNode> objects = objects();
    // Of versions that Kibana 8.19 migrates from; 9 takes what 8 exports.
    Map<String, String> versions =
        Map.of("index-pattern", "8.0.0", "visualization", "8.5.0", "dashboard", "8.9.0");
    Set<String> referred = new TreeSet<>();
    for (JsonNode object : objects.values()) {
      String type = object.path("type").asString();
      assertThat(object.path("typeMigrationVersion").asString()).isEqualTo(versions.get(type));
      assertThat(object.path("coreMigrationVersion").asString()).isEqualTo("8.8.0");
      assertThat(object.at("/attributes/title").asString()).startsWith("whoread");
      for (JsonNode reference : object.path("references")) {
        JsonNode other = objects.get(reference.path("id").asString());
        assertThat(other.path("type")).isEqualTo(reference.path("type"));
        referred.add(other.path("id").asString());
      }
    }
    for (JsonNode dashboard : of("dashboard")) {
      Map<String, String> references = new HashMap<>();
      dashboard
          .path("references")
          .forEach(
              each -> references.put(each.path("name").asString(), each.path("type").asString()));
      for (JsonNode panel : inner(dashboard, "/panelsJSON")) {
        String index = panel.path("panelIndex").asString();
        assertThat(panel.at("/gridData/i").asString()).isEqualTo(index);
        assertThat(panel.at("/gridData/x").asInt() + panel.at("/gridData/w").asInt())
            .isBetween(1, 48);
        assertThat(references.remove(index + ":" + panel.path("panelRefName").asString()))
            .isEqualTo(panel.path("type").asString());
      }
      assertThat(references).isEmpty();
      inner(dashboard, "/optionsJSON");
    }
    for (JsonNode visualization : of("visualization")) {
      JsonNode source = inner(visualization, "/kibanaSavedObjectMeta/searchSourceJSON");
      assertThat(source.path("indexRefName").asString())
          .isEqualTo(visualization.at("/references/0/name").asString());
      assertThat(inner(visualization, "/visState").path("title"))
          .isEqualTo(visualization.at("/attributes/title"));
    }
    referred.addAll(of("dashboard").stream().map(each -> each.path("id").asString()).toList());
    assertThat(referred).isEqualTo(objects.keySet());
  }

  /** Nobody is to be looked up where it leaves no trace. */
  @Test
  void theyNameNobody() throws Exception {
    for (JsonNode visualization : of("visualization")) {
      for (JsonNode each : inner(visualization, "/visState").path("aggs")) {
        if (!each.path("schema").asString().equals("metric")) {
          assertThat(each.at("/params/field").asString())
              .isNotIn("user.id", "whoread.subject", "client.address");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {ElasticServer.NEWEST, ElasticServer.OLDEST})
  void eachOfTheirQueriesIsAnswered(String version, @TempDir Path dir) throws Exception {
    ElasticServer server = ElasticServer.of(version);
    ElasticSettings settings =
        ElasticCalls.settings(server, "kibana-" + Long.toHexString(new Random().nextLong()), null);
    try (LocalLog log = LocalLog.open(dir.resolve("log"));
        ElasticIndex index = ElasticIndex.open(settings, log, false)) {
      log.append(entry("staff")).get();
      log.append(entry("unknown")).get();
      follow(log, index, null);
      String pattern = objects().get("whoread-accesses").at("/attributes/title").asString();
      assertThat(pattern).isEqualTo("whoread-access-*");
      String stream = settings.name() + pattern.substring("whoread".length());
      for (JsonNode visualization : of("visualization")) {
        JsonNode answer =
            ElasticCalls.post(server, "/" + stream + "/_search", query(visualization).toString());
        String title = visualization.at("/attributes/title").asString();
        assertThat(answer.at("/_shards/failed").asInt()).isZero();
        long hits = answer.at("/hits/total/value").asLong();
        assertThat(hits).as(title).isEqualTo(hits(visualization));
        List<JsonNode> aggs = new ArrayList<>();
        inner(visualization, "/visState").path("aggs").forEach(aggs::add);
        whole(title, aggs, answer.path("aggregations"), hits);
      }
    }
  }

  private static long hits(JsonNode visualization) {
    return switch (visualization.path("id").asString()) {
      case "whoread-unknown" -> ACCESSES;
      case "whoread-unattributed" -> 2;
      default -> 2 * ACCESSES;
    };
  }

  /** Each level of buckets holds all that it divides, and each number is there. */
  private static void whole(String title, List<JsonNode> aggs, JsonNode answer, long hits) {
    JsonNode buckets = null;
    for (JsonNode agg : aggs) {
      String id = agg.path("id").asString();
      if (isBucket(agg)) {
        buckets = buckets == null ? answer.at("/" + id + "/buckets") : buckets;
      } else if (!agg.path("type").asString().equals("count") && buckets == null && isFlat(aggs)) {
        assertThat(answer.at("/" + id + "/value").asDouble()).as(title).isPositive();
      }
    }
    if (buckets == null) {
      return;
    }
    long sum = 0;
    for (JsonNode bucket : buckets) {
      sum += bucket.path("doc_count").asLong();
      List<JsonNode> deeper = new ArrayList<>(aggs);
      deeper.remove(deeper.stream().filter(KibanaTest::isBucket).findFirst().orElseThrow());
      whole(title, deeper, bucket, bucket.path("doc_count").asLong());
    }
    // What left by several channels, or as several fields, is in several buckets.
    assertThat(sum).as(title).isGreaterThanOrEqualTo(hits);
  }

  private static boolean isFlat(List<JsonNode> aggs) {
    return aggs.stream().noneMatch(KibanaTest::isBucket);
  }

  private static boolean isBucket(JsonNode agg) {
    return !agg.path("schema").asString().equals("metric");
  }

  private static ObjectNode query(JsonNode visualization) {
    ObjectNode search = JSON.createObjectNode();
    search.put("size", 0).put("track_total_hits", true);
    String kuery =
        inner(visualization, "/kibanaSavedObjectMeta/searchSourceJSON")
            .at("/query/query")
            .asString();
    if (!kuery.isEmpty()) {
      String[] term = kuery.split(" : ");
      search.putObject("query").putObject("match").put(term[0], term[1]);
    }
    ObjectNode level = search;
    List<JsonNode> metrics = new ArrayList<>();
    List<JsonNode> buckets = new ArrayList<>();
    for (JsonNode agg : inner(visualization, "/visState").path("aggs")) {
      (isBucket(agg) ? buckets : metrics).add(agg);
    }
    for (JsonNode bucket : buckets) {
      ObjectNode aggs = level.putObject("aggs");
      metrics(aggs, metrics);
      level = aggs.putObject(bucket.path("id").asString());
      bucket(level, bucket, metrics);
    }
    metrics(level.putObject("aggs"), metrics);
    return search;
  }

  private static void metrics(ObjectNode aggs, List<JsonNode> metrics) {
    for (JsonNode metric : metrics) {
      if (!metric.path("type").asString().equals("count")) {
        aggs.putObject(metric.path("id").asString())
            .putObject(metric.path("type").asString())
            .put("field", metric.at("/params/field").asString());
      }
    }
  }

  private static void bucket(ObjectNode level, JsonNode bucket, List<JsonNode> metrics) {
    JsonNode params = bucket.path("params");
    String type = bucket.path("type").asString();
    ObjectNode query = level.putObject(type).put("field", params.path("field").asString());
    switch (type) {
      case "date_histogram" ->
          query
              .put("calendar_interval", "1" + params.path("interval").asString())
              .put("min_doc_count", params.path("min_doc_count").asInt());
      case "terms" -> {
        String by = params.path("orderBy").asString();
        boolean count =
            metrics.stream()
                .anyMatch(
                    each ->
                        each.path("id").asString().equals(by)
                            && each.path("type").asString().equals("count"));
        query.put("size", params.path("size").asInt());
        query.putObject("order").put(count ? "_count" : by, params.path("order").asString());
      }
      default -> throw new AssertionError(type);
    }
  }

  private static Entry entry(String role) {
    Batch.Builder batch =
        Batch.newBuilder()
            .setRun(Batches.run(1))
            .setSequence(1)
            .setStart(Timestamps.fromMillis(RandomReads.FIRST.toEpochMilli()))
            .setInstance("host-" + role)
            .addOperations(Operation.newBuilder().setName("GET /orders").setForm(Form.FORM_LISTED))
            .addCallers(
                Caller.newBuilder()
                    .setAddress("192.0.2.1")
                    .setActor(Actor.newBuilder().setId("E1").setRole(role).setSource("principal")))
            .addExposures(
                Exposure.newBuilder()
                    .setSubjectKind("order")
                    .addDisclosures(
                        Disclosure.newBuilder()
                            .setChannel(Channel.CHANNEL_RESPONSE)
                            .addPlain("phone")
                            .addPlain("name")));
    for (int i = 0; i < ACCESSES; i++) {
      Access.Builder access =
          Access.newBuilder()
              .setOffsetMs(i * 40_000_000)
              .setOperation(1)
              .setCaller(1)
              .addSubjects(Subject.newBuilder().setId(Batches.pseudonym(i)).setExposure(1));
      if (i == 0) {
        access.addUnattributed(Unattributed.newBuilder().setExposure(1));
      }
      batch.addAccesses(access);
    }
    return Entry.newBuilder().setService("shop").setBatch(batch.build().toByteString()).build();
  }
}

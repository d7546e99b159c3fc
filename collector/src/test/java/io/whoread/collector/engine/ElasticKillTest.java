package io.whoread.collector.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.collector.CollectorProcess;
import io.whoread.collector.Parcels;
import io.whoread.collector.ingest.Services;
import io.whoread.record.PseudonymKey;
import io.whoread.record.v1.Batch;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Collector and server are killed by turns while records come. */
class ElasticKillTest {
  private static final int KILLS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path dir;

  private final AtomicInteger acked = new AtomicInteger();
  private volatile CollectorProcess collector;
  private Path data;
  private String token;

  @Test
  void whatWasAcknowledgedIsInTheIndexOnce() throws Exception {
    data = Files.createDirectories(dir.resolve("data"));
    PseudonymKey key = PseudonymKey.generate(1);
    Files.writeString(data.resolve("key"), key.toLine() + "\n");
    token = Services.open(data).add("shop");
    List<Batch> batches = new Parcels(key, 60).batches();
    Random random = new Random(17);
    try (ElasticServer server = ElasticServer.own(ElasticServer.NEWEST);
        ExecutorService sender = Executors.newSingleThreadExecutor()) {
      Files.writeString(
          data.resolve("engines.yaml"),
          "index: elasticsearch\nelasticsearch: {addresses: [\"%s\"], name: killed}\n"
              .formatted(server.address()));
      start(0);
      Future<?> sending = sender.submit(() -> send(batches));
      for (int i = 1; i <= KILLS; i++) {
        awaitAcks(2 + random.nextInt(8), batches.size());
        if (i % 2 == 0) {
          collector.kill();
          start(i);
        } else {
          server.kill();
          // Whoever sends does not wait for the index.
          awaitAcks(1 + random.nextInt(3), batches.size());
          server.start();
        }
      }
      sending.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                String metrics = collector.get("/actuator/prometheus").body();
                return metrics.contains("whoread_view_lag{view=\"index\"} 0.0")
                    && metrics.contains("whoread_view_up{view=\"index\"} 1.0");
              });
      int accesses = batches.stream().mapToInt(Batch::getAccessesCount).sum();
      await().untilAsserted(() -> assertThat(documents(server)).hasSize(accesses));
    } finally {
      if (collector != null) {
        collector.close();
      }
    }
  }

  private void start(int number) throws IOException {
    collector = CollectorProcess.start(data, dir.resolve(number + ".out"));
  }

  private void awaitAcks(int more, int all) {
    int enough = Math.min(all, acked.get() + more);
    await().atMost(PATIENCE).until(() -> acked.get() >= enough);
  }

  /** As an agent does: a batch is sent until it is acknowledged. */
  private Void send(List<Batch> batches) throws InterruptedException {
    for (Batch batch : batches) {
      while (!isTaken(batch)) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      acked.incrementAndGet();
      // Fifty batches in one second would be over before anything is killed.
      TimeUnit.MILLISECONDS.sleep(200);
    }
    return null;
  }

  private boolean isTaken(Batch batch) throws InterruptedException {
    try {
      return collector.post(batch.toByteArray(), token) == 204;
    } catch (IOException e) {
      return false;
    }
  }

  /** Where in the log the documents say that they come from; none may say what another does. */
  private static Set<String> documents(ElasticServer server) throws Exception {
    Set<String> places = new HashSet<>();
    JsonNode after = null;
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (true) {
        String body =
            "{\"size\":5000,\"sort\":[\"whoread.position\",\"whoread.ordinal\",\"_doc\"]"
                + (after == null ? "" : ",\"search_after\":" + after)
                + "}";
        HttpResponse<String> answer =
            http.send(
                HttpRequest.newBuilder(server.address().resolve("/killed-access-*/_search"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode hits = JSON.readTree(answer.body()).at("/hits/hits");
        if (hits.isEmpty()) {
          return places;
        }
        for (JsonNode hit : hits) {
          after = hit.path("sort");
          assertThat(places.add(after.get(0) + "-" + after.get(1))).isTrue();
        }
      }
    }
  }
}

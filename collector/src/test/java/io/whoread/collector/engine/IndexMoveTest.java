package io.whoread.collector.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.whoread.collector.CollectorProcess;
import io.whoread.collector.Parcels;
import io.whoread.collector.api.login.Account;
import io.whoread.collector.api.login.AccountRole;
import io.whoread.collector.api.login.Accounts;
import io.whoread.collector.api.login.Passwords;
import io.whoread.collector.cli.Whoread;
import io.whoread.collector.ingest.Services;
import io.whoread.record.PseudonymKey;
import io.whoread.record.v1.Batch;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.password.PasswordEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The trail moves from one engine to the other, there and back, while it is asked. */
class IndexMoveTest {
  private static final String PASSWORD = "pass-word";
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path dir;

  private final HttpClient http = HttpClient.newHttpClient();
  private Path data;
  private String token;
  private Parcels parcels;

  @BeforeEach
  void aCollectorsFolder() throws Exception {
    data = Files.createDirectories(dir.resolve("data"));
    PseudonymKey key = PseudonymKey.generate(1);
    Files.writeString(data.resolve("key"), key.toLine() + "\n");
    token = Services.open(data).add("shop");
    PasswordEncoder encoder = Passwords.encoder();
    Accounts accounts = new Accounts(data, encoder);
    String hash = encoder.encode(PASSWORD);
    accounts.put(new Account("ada", hash, Set.of(AccountRole.RESPONDER, AccountRole.SYSTEM), null));
    parcels = new Parcels(key, 20);
  }

  private void engines(String index) throws Exception {
    Files.writeString(
        data.resolve("engines.yaml"),
        "index: %s\nelasticsearch: {addresses: [\"%s\"], name: move-%s}\n"
            .formatted(
                index,
                ElasticServer.of(ElasticServer.NEWEST).address(),
                Long.toHexString(dir.hashCode())));
  }

  private JsonNode ask(CollectorProcess collector, String method, String path) throws Exception {
    HttpResponse<String> answer = answer(collector, method, path, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private HttpResponse<String> answer(
      CollectorProcess collector, String method, String path, String body) throws Exception {
    String account =
        Base64.getEncoder().encodeToString(("ada:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    URI uri = collector.uri().resolve(path);
    return http.send(
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Basic " + account)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private void send(CollectorProcess collector, List<Batch> batches) throws Exception {
    for (Batch batch : batches) {
      assertThat(collector.post(batch.toByteArray(), token)).isEqualTo(204);
    }
  }

  /** What the console shows of a courier, whichever engine finds it. */
  private JsonNode courier(CollectorProcess collector) throws Exception {
    String opening = "{\"actor\":\"C3\",\"role\":\"courier\",\"reason\":\"case 12\"}";
    await().until(() -> answer(collector, "POST", "/api/actor/open", opening).statusCode() == 204);
    return ask(
        collector,
        "GET",
        "/api/trail?actor=C3&role=courier&from=2026-01-01T00:00:00Z&to=2026-06-01T00:00:00Z&limit=500");
  }

  private void awaitEngine(CollectorProcess collector, String engine) {
    await()
        .untilAsserted(
            () -> {
              JsonNode progress = ask(collector, "GET", "/api/index");
              assertThat(progress.path("from").asString()).isEqualTo(engine);
              assertThat(progress.path("to").asString()).isEqualTo(engine);
            });
  }

  @Test
  void theOtherEngineAnswersTheSameAndTheMoveGoesOnAfterAKill() throws Exception {
    int half = parcels.batches().size() / 2;
    try (CollectorProcess collector = CollectorProcess.start(data, dir.resolve("first.out"))) {
      send(collector, parcels.batches().subList(0, half));
      awaitEngine(collector, "LUCENE");
      await().until(() -> !courier(collector).path("accesses").isEmpty());
      engines("elasticsearch");
      assertThat(ask(collector, "POST", "/api/index/move").path("to").asString())
          .isEqualTo("ELASTICSEARCH");
      collector.kill();
    }
    try (CollectorProcess collector = CollectorProcess.start(data, dir.resolve("second.out"))) {
      send(collector, parcels.batches().subList(half, parcels.batches().size()));
      awaitEngine(collector, "ELASTICSEARCH");
      assertThat(data.resolve("index")).doesNotExist();
      JsonNode before = courier(collector);
      assertThat(before.path("accesses").size()).isGreaterThan(50);
      engines("lucene");
      Process command = reindex(collector);
      do {
        assertThat(courier(collector)).isEqualTo(before);
      } while (command.isAlive());
      assertThat(command.exitValue()).as(said()).isZero();
      assertThat(said()).contains("the index is in lucene now");
      assertThat(data.resolve("index")).exists();
      assertThat(courier(collector)).isEqualTo(before);
      assertThat(reindex(collector).waitFor()).isZero();
      assertThat(said()).contains("the index is in lucene already");
    }
  }

  /** A cluster that cannot be used is told in one line; what answers goes on. */
  @Test
  void aMoveToWhereItCannotBeIsRefused() throws Exception {
    try (CollectorProcess collector = CollectorProcess.start(data, dir.resolve("out"))) {
      Files.writeString(
          data.resolve("engines.yaml"),
          "index: elasticsearch\nelasticsearch: {addresses: [\"%s\"]}\n"
              .formatted(collector.uri()));
      assertThat(reindex(collector).waitFor()).isEqualTo(1);
      assertThat(said()).contains("status 40").hasLineCount(1);
      awaitEngine(collector, "LUCENE");
      Path other = Files.createDirectories(dir.resolve("other"));
      Files.copy(data.resolve("engines.yaml"), other.resolve("engines.yaml"));
      assertThatThrownBy(() -> CollectorProcess.start(other, dir.resolve("again")))
          .hasMessageContaining("status 40")
          .message()
          .doesNotContain("\tat ");
    }
  }

  private Process reindex(CollectorProcess collector) throws Exception {
    Path password = Files.writeString(dir.resolve("password"), PASSWORD);
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Whoread.class.getName(),
            "reindex",
            "--user",
            "ada",
            "--password-file",
            password.toString(),
            "--collector",
            collector.uri().toString())
        .redirectErrorStream(true)
        .redirectOutput(dir.resolve("said").toFile())
        .start();
  }

  private String said() throws Exception {
    return Files.readString(dir.resolve("said"));
  }
}

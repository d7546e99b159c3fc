package io.whoread.collector.index;

import static io.whoread.collector.index.IndexCheck.ask;
import static io.whoread.collector.index.IndexCheck.follow;
import static io.whoread.collector.index.RandomReads.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.whoread.collector.engine.ElasticServer;
import io.whoread.collector.index.elastic.ElasticIndex;
import io.whoread.collector.index.elastic.ElasticSettings;
import io.whoread.collector.index.elastic.UnfitClusterException;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.notify.OwnCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which servers are taken, and how the collector is let in. */
class ElasticAccessTest {
  private static final String PASSWORD = "pass-word";
  private static final String KEY = "VGhlIGtleTo=";

  @TempDir private Path dir;

  private final Random random = new Random(5);

  /** Answers each request on loopback. */
  private interface Peer {
    void answer(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private interface Use {
    void with(URI address) throws Exception;
  }

  private static void serve(Peer peer, Use use) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      server.setExecutor(threads);
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              peer.answer(exchange);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      server.start();
      use.with(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
      server.stop(0);
    } finally {
      server.stop(0);
    }
  }

  private static void say(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static Peer saying(int status, boolean elastic, String body) {
    return exchange -> {
      if (elastic) {
        exchange.getResponseHeaders().set("X-Elastic-Product", "Elasticsearch");
      }
      say(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    };
  }

  private static String nodes(String version) {
    return "{\"_nodes\":{\"total\":1,\"successful\":1,\"failed\":0},\"cluster_name\":\"c\",\"nodes\":{\"n\":{"
               + "\"name\":\"n\",\"transport_address\":\"127.0.0.1:9300\",\"host\":\"127.0.0.1\",\"ip\":\"127.0.0.1\","
               + "\"version\":\""
        + version
        + "\",\"build_flavor\":\"default\",\"build_type\":\"tar\",\"build_hash\":\"x\",\"roles\":[\"data\"]}}}";
  }

  private static ElasticSettings settings(
      URI address, Path ca, String user, String password, String key) {
    return new ElasticSettings(
        List.of(address),
        ca,
        user,
        password,
        key,
        "access-" + Long.toHexString(new Random().nextLong()),
        null);
  }

  private void refused(Peer peer, String... words) throws Exception {
    try (LocalLog log = LocalLog.open(dir.resolve("log"))) {
      serve(
          peer,
          address ->
              assertThatThrownBy(
                      () ->
                          ElasticIndex.open(settings(address, null, null, null, null), log, false))
                  .isInstanceOf(UnfitClusterException.class)
                  .hasMessageContainingAll(words)
                  .message()
                  .doesNotContain("\n"));
    }
  }

  /** They leave out the header by which Elasticsearch is known since 7.14. */
  @Test
  void openSearchIsRefused() throws Exception {
    refused(saying(200, false, nodes("2.19.1")), "OpenSearch", "8.19 or later");
  }

  @Test
  void elasticsearchBefore819IsRefused() throws Exception {
    refused(saying(200, true, nodes("7.17.28")), "runs Elasticsearch 7.17.28", "8.19 or later");
    refused(saying(200, true, nodes("8.18.3")), "runs Elasticsearch 8.18.3", "8.19 or later");
    String media =
        "{\"error\":\"Content-Type header [application/vnd.elasticsearch+json; compatible-with=8]"
            + " is not supported\",\"status\":406}";
    refused(saying(406, false, media), "status 406", "8.19 or later");
  }

  /** What is busy, or begins to be there, is asked again. */
  @Test
  void aServerThatCannotAnswerNowIsNotRefused() throws Exception {
    String busy = "{\"error\":{\"type\":\"x\",\"reason\":\"no master\"},\"status\":503}";
    try (LocalLog log = LocalLog.open(dir.resolve("log"))) {
      serve(
          saying(503, true, busy),
          address -> {
            ElasticSettings settings = settings(address, null, null, null, null);
            try (ElasticIndex index = ElasticIndex.open(settings, log, false)) {
              assertThatThrownBy(() -> index.totals(AccessFilter.between(null, null)))
                  .isInstanceOf(IndexAwayException.class);
            }
          });
    }
  }

  /** A real server whose keys a gateway before it checks. */
  @Test
  void aKeyIsShown() throws Exception {
    ElasticServer server = ElasticServer.of(ElasticServer.NEWEST);
    try (HttpClient http = HttpClient.newHttpClient();
        LocalLog log = LocalLog.open(dir.resolve("log"))) {
      append(log, random, 10);
      serve(
          exchange -> pass(http, server, exchange),
          address -> {
            AccessModel model = new AccessModel();
            try (ElasticIndex index =
                ElasticIndex.open(settings(address, null, null, null, KEY), log, false)) {
              follow(log, index, model);
              ask(index, model, random, 5);
            }
            assertThatThrownBy(
                    () ->
                        ElasticIndex.open(
                            settings(address, null, null, null, "another"), log, false))
                .isInstanceOf(UnfitClusterException.class)
                .hasMessageContaining("does not let the collector in")
                .hasMessageContaining("engines.yaml");
          });
    }
  }

  private static void pass(HttpClient http, ElasticServer server, HttpExchange exchange)
      throws IOException, InterruptedException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (!("ApiKey " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      String error =
          "{\"error\":{\"type\":\"security_exception\",\"reason\":\"no\"},\"status\":401}";
      say(exchange, 401, error.getBytes(StandardCharsets.UTF_8));
      return;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.address().resolve(exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    for (String each : List.of("Content-Type", "Accept")) {
      String value = exchange.getRequestHeaders().getFirst(each);
      if (value != null) {
        request.header(each, value);
      }
    }
    HttpResponse<byte[]> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    exchange.getResponseHeaders().set("X-Elastic-Product", "Elasticsearch");
    answer
        .headers()
        .firstValue("content-type")
        .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
    exchange.sendResponseHeaders(
        answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
    exchange.getResponseBody().write(answer.body());
  }

  /** A real server with its security on: TLS, and users of its own with what the docs ask for. */
  @Test
  void aClusterWithSecurityLetsInWhoMayDoEnough() throws Exception {
    Path made = Files.createDirectories(dir.resolve("certificate"));
    OwnCertificate certificate = OwnCertificate.make(made, "ip:127.0.0.1");
    try (ElasticServer server =
            ElasticServer.own(ElasticServer.NEWEST, home -> secured(home, made));
        LocalLog log = LocalLog.open(dir.resolve("log"))) {
      URI address = URI.create("https://127.0.0.1:" + server.address().getPort());
      append(log, random, 20);
      AccessModel model = new AccessModel();
      ElasticSettings right = settings(address, certificate.pem(), "enough", PASSWORD, null);
      try (ElasticIndex index = ElasticIndex.open(right, log, false)) {
        follow(log, index, model);
        ask(index, model, random, 20);
      }
      try (ElasticIndex index = ElasticIndex.open(right, log, false)) {
        assertThat(index.position()).isEqualTo(log.end());
      }
      refused(log, settings(address, certificate.pem(), "enough", "wrong", null), "status 401");
      refused(log, settings(address, certificate.pem(), null, null, null), "status 401");
      refused(log, settings(address, certificate.pem(), "little", PASSWORD, null), "too little");
      refused(log, settings(address, null, "enough", PASSWORD, null), "not trusted", "ca-file");
    }
  }

  private static void refused(LocalLog log, ElasticSettings settings, String... words) {
    assertThatThrownBy(() -> ElasticIndex.open(settings, log, false))
        .isInstanceOf(UnfitClusterException.class)
        .hasMessageContainingAll(words)
        .message()
        .doesNotContain(PASSWORD)
        .doesNotContain("\n");
  }

  private static String secured(Path home, Path certificate) throws Exception {
    Path config = home.resolve("config");
    Files.copy(certificate.resolve("ca.pem"), config.resolve("http.pem"));
    Files.writeString(config.resolve("http.key"), OwnCertificate.key(certificate));
    Files.writeString(
        config.resolve("roles.yml"),
        """
        enough:
          cluster: [monitor, manage_index_templates]
          indices:
            - names: ["access-*"]
              privileges: [read, index, manage]
        little:
          cluster: [monitor]
        """);
    for (String user : List.of("enough", "little")) {
      ElasticServer.command(
          home, "elasticsearch-users", "useradd", user, "-p", PASSWORD, "-r", user);
    }
    return """
    xpack.security.enabled: true
    xpack.security.transport.ssl.enabled: false
    xpack.security.http.ssl.enabled: true
    xpack.security.http.ssl.key: http.key
    xpack.security.http.ssl.certificate: http.pem
    """;
  }
}

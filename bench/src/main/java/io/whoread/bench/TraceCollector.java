package io.whoread.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.whoread.record.PseudonymKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A collector in a process of its own, with a heap of 1 GB, that takes reads in and traces. */
final class TraceCollector implements AutoCloseable {
  private static final String TOKEN = "trace-benchmark ";
  private static final Duration START = Duration.ofSeconds(120);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI uri;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ChildJvm process;
  private final String basic;

  private TraceCollector(URI uri, ChildJvm process, String password) {
    this.uri = uri;
    this.process = process;
    this.basic = basic(password);
  }

  private static String basic(String password) {
    byte[] account = ("admin:" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(account);
  }

  /** Makes the folder of a new collector's data. */
  static void prepare(Path data, PseudonymKey key, Collection<String> services) throws IOException {
    Files.createDirectories(data);
    Files.writeString(data.resolve("key"), key.toLine() + "\n");
    Map<String, Object> tokens = new TreeMap<>();
    services.forEach(
        service -> tokens.put(service, Map.of("token-sha256", sha256(token(service)))));
    // JSON is YAML.
    Files.writeString(
        data.resolve("services.yaml"), JSON.writeValueAsString(Map.of("services", tokens)));
  }

  /**
   * @param data of a collector; its output goes beside it
   */
  static TraceCollector start(Path data) throws Exception {
    int port = ChildJvm.freePort();
    Path home = Path.of(System.getProperty("whoread.home", "")).toAbsolutePath();
    ChildJvm process =
        ChildJvm.start(
            ChildJvm.ownJavaHome(),
            List.of(
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                home.resolve("collector/target/whoread-collector-exec.jar").toString(),
                "collector",
                "--data",
                data.toString(),
                "--port",
                Integer.toString(port)),
            Map.of(),
            data.resolveSibling("collector.out"));
    try {
      URI uri = URI.create("http://127.0.0.1:" + port);
      process.awaitAnswer(uri.resolve("/actuator/health/readiness"), START);
      String password = Files.readString(data.resolve("first-password")).strip();
      return new TraceCollector(uri, process, password);
    } catch (Exception e) {
      process.close();
      throw e;
    }
  }

  /** Sends a batch as the agent of a service does. */
  void post(String service, byte[] batch) throws IOException, InterruptedException {
    send(
        HttpRequest.newBuilder(uri.resolve("/v1/batches"))
            .header("Authorization", "Bearer " + token(service))
            .header("Content-Type", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(batch)),
        204);
  }

  /**
   * Traces a list.
   *
   * @param list in CSV
   * @return the whole answer
   */
  JsonNode trace(String list, String zone) throws IOException, InterruptedException {
    String body =
        JSON.writeValueAsString(Map.of("list", list, "reason", "benchmark", "zone", zone));
    return JSON.readTree(
        send(
            HttpRequest.newBuilder(uri.resolve("/api/trace"))
                .header("Content-Type", "application/json")
                .header("Authorization", basic)
                .POST(HttpRequest.BodyPublishers.ofString(body)),
            200));
  }

  private String send(HttpRequest.Builder request, int expected)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != expected) {
      throw new IOException("status " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }

  /** Waits until the index and the sample have taken in all that is in the log. */
  void awaitViews() throws IOException, InterruptedException {
    for (String view : List.of("index", "sample")) {
      Pattern lag =
          Pattern.compile("(?m)^whoread_view_lag\\{[^}]*view=\"" + view + "\"[^}]*} (\\S+)$");
      while (true) {
        Matcher told =
            lag.matcher(send(HttpRequest.newBuilder(uri.resolve("/actuator/prometheus")), 200));
        if (!told.find()) {
          throw new IOException("the collector does not tell the lag of its " + view);
        }
        if (Double.parseDouble(told.group(1)) == 0) {
          break;
        }
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      }
    }
    // The index shows what it took in within a second.
    LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
  }

  /** Processor time of the collector so far. */
  Duration cpu() {
    return process.cpu();
  }

  private static String token(String service) {
    return TOKEN + service;
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}

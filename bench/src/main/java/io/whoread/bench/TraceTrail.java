package io.whoread.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How long a real collector process with a heap of 1 GB takes to trace a list of 50 victims in a
 * trail of ten million reads, and whether it names the leaker. What is read is told in {@link
 * OrderReads}.
 */
public final class TraceTrail {
  private static final int TRACES = 11;
  private static final String TOKEN = "trace-benchmark";
  private static final Duration START = Duration.ofSeconds(120);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI uri = URI.create("http://127.0.0.1:" + freePort());
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * @param args how many reads, at least 2,000,000; 10,000,000 where left out
   */
  public static void main(String[] args) throws Exception {
    long reads = args.length > 0 ? Long.parseLong(args[0]) : 10_000_000;
    Path folder = Files.createTempDirectory("whoread-trace");
    try {
      new TraceTrail().measure(folder, reads);
    } finally {
      delete(folder);
    }
  }

  private void measure(Path folder, long reads) throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    OrderReads orders = new OrderReads(reads);
    Files.writeString(data.resolve("key"), orders.key().toLine() + "\n");
    Files.writeString(
        data.resolve("services.yaml"),
        "services: {bench: {token-sha256: \"" + sha256(TOKEN) + "\"}}\n");
    try (ChildJvm collector = start(folder, data)) {
      collector.awaitAnswer(uri.resolve("/actuator/health/readiness"), START);
      long start = System.nanoTime();
      orders.batches(this::post);
      awaitViews();
      System.out.printf(
          "%,d reads of %,d orders sent and taken in within %.0f s%n",
          orders.reads(), orders.orders(), (System.nanoTime() - start) / 1e9);
      String body =
          JSON.writeValueAsString(
              Map.of("list", orders.victims(), "reason", "bench", "zone", "UTC"));
      String password = Files.readString(data.resolve("first-password")).strip();
      trace(collector, body, password, orders);
    }
    System.out.printf(
        "on disk: log %.0f MB, index %.0f MB, sample %.0f MB%n",
        size(data.resolve("log")) / 1e6,
        size(data.resolve("index")) / 1e6,
        size(data.resolve("state").resolve("sample")) / 1e6);
  }

  private void trace(ChildJvm collector, String body, String password, OrderReads orders)
      throws Exception {
    double[] seconds = new double[TRACES];
    double[] cpu = new double[TRACES];
    JsonNode answer = null;
    for (int i = 0; i < TRACES; i++) {
      Duration before = collector.cpu();
      long start = System.nanoTime();
      answer = ask(body, password);
      seconds[i] = (System.nanoTime() - start) / 1e9;
      cpu[i] = collector.cpu().minus(before).toNanos() / 1e9;
    }
    System.out.printf("the first trace %.2f s%n", seconds[0]);
    Arrays.sort(seconds);
    Arrays.sort(cpu);
    System.out.printf(
        "%d traces: %.2f s in the middle, %.2f s at worst; %.2f s of processor time%n",
        TRACES, seconds[TRACES / 2], seconds[TRACES - 1], cpu[TRACES / 2]);
    JsonNode traced = answer.path("cases").path(0);
    JsonNode first = traced.path("suspects").path(0);
    System.out.printf(
        "%d victims, %d of them the leaker's; compared with %s; first: %s, the leaker %s; supported"
            + " %s%n",
        traced.path("victims").asInt(),
        orders.sold(),
        answer.path("compared"),
        first.path("actor").asText(),
        orders.leaker(),
        first.path("supported").asText());
  }

  private JsonNode ask(String body, String password) throws IOException, InterruptedException {
    String basic = "admin:" + password;
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(uri.resolve("/api/trace"))
                .header("Content-Type", "application/json")
                .header(
                    "Authorization",
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString(basic.getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("status " + answer.statusCode() + ": " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  private ChildJvm start(Path folder, Path data) throws IOException {
    Path home = Path.of(System.getProperty("whoread.home", "")).toAbsolutePath();
    return ChildJvm.start(
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
            Integer.toString(uri.getPort())),
        Map.of(),
        folder.resolve("collector.out"));
  }

  private void post(byte[] batch) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(uri.resolve("/v1/batches"))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(batch))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 204) {
      throw new IOException("status " + answer.statusCode() + ": " + answer.body());
    }
  }

  /** Waits until the index and the sample have taken in all that is in the log. */
  private void awaitViews() throws Exception {
    for (String view : List.of("index", "sample")) {
      Pattern lag =
          Pattern.compile("(?m)^whoread_view_lag\\{[^}]*view=\"" + view + "\"[^}]*} (\\S+)$");
      HttpRequest request = HttpRequest.newBuilder(uri.resolve("/actuator/prometheus")).build();
      while (true) {
        Matcher told = lag.matcher(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
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

  private static int freePort() {
    try {
      return ChildJvm.freePort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

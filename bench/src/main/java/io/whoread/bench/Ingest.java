package io.whoread.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How many records a second a real collector process takes over HTTP, each batch acknowledged after
 * its flush to disk, and what a record costs in processor time and on disk. The load is made in
 * this JVM on the same processors; its batches are encoded beforehand.
 *
 * <p>Records: 500 employees, 30 operations, a trace id an access; an order is read three times on
 * average, and has no linked identities.
 */
public final class Ingest {
  private static final int WARM_UP = 500_000;
  private static final int SENDERS = 4;
  private static final int EMPLOYEES = 500;
  private static final int OPERATIONS = 30;
  private static final int BATCH_BYTES = 60_000;
  private static final int READS_AN_ORDER = 3;
  private static final String TOKEN = "ingest-benchmark";
  private static final Duration START = Duration.ofSeconds(120);
  private static final Pattern LAG =
      Pattern.compile("(?m)^whoread_view_lag\\{[^}]*view=\"index\"[^}]*} (\\S+)$");

  private final Path home;
  private final Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Random random = new Random(1);
  private final byte[] run = new byte[16];
  private long sequence;

  private Ingest(Path home, Path folder) {
    this.home = home;
    this.folder = folder;
  }

  /**
   * @param args how many records each arm sends, 3,000,000 where left out
   */
  public static void main(String[] args) throws Exception {
    int records = args.length > 0 ? Integer.parseInt(args[0]) : 3_000_000;
    Path home = Path.of(System.getProperty("whoread.home", "")).toAbsolutePath();
    System.out.printf(
        "%-20s %12s %14s %10s %12s %12s%n",
        "subjects an access", "records/s", "CPU us/record", "log B", "index B", "searchable");
    for (int subjects : new int[] {20, 1}) {
      Path folder = Files.createTempDirectory("whoread-ingest");
      try {
        new Ingest(home, folder).measure(records, subjects);
      } finally {
        delete(folder);
      }
    }
  }

  private void measure(int records, int subjects) throws Exception {
    random.nextBytes(run);
    List<byte[]> warmUp = batches(WARM_UP, subjects);
    List<byte[]> load = batches(records, subjects);
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        data.resolve("services.yaml"),
        "services: {bench: {token-sha256: \"" + sha256(TOKEN) + "\"}}\n");
    URI uri = URI.create("http://127.0.0.1:" + ChildJvm.freePort());
    double seconds;
    double searchable;
    double cpu;
    try (ChildJvm collector = start(data, uri)) {
      collector.awaitAnswer(uri.resolve("/actuator/health/readiness"), START);
      send(uri, warmUp);
      awaitSearchable(uri);
      Duration before = collector.cpu();
      long start = System.nanoTime();
      send(uri, load);
      seconds = (System.nanoTime() - start) / 1e9;
      awaitSearchable(uri);
      searchable = (System.nanoTime() - start) / 1e9;
      cpu = collector.cpu().minus(before).toNanos() / 1e3;
    }
    double all = records + WARM_UP;
    System.out.printf(
        "%-20d %,12.0f %14.2f %10.1f %12.1f %10.1f s%n",
        subjects,
        records / seconds,
        cpu / records,
        size(data.resolve("log")) / all,
        size(data.resolve("index")) / all,
        searchable - seconds);
  }

  private ChildJvm start(Path data, URI uri) throws IOException {
    return ChildJvm.start(
        ChildJvm.ownJavaHome(),
        List.of(
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

  private void send(URI uri, List<byte[]> batches) throws Exception {
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
      List<Future<?>> sending = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        sending.add(
            senders.submit(
                () -> {
                  for (int n; (n = next.getAndIncrement()) < batches.size(); ) {
                    post(uri, batches.get(n));
                  }
                  return null;
                }));
      }
      for (Future<?> each : sending) {
        each.get();
      }
    }
  }

  private void post(URI uri, byte[] batch) throws IOException, InterruptedException {
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

  /** Waits until the index has taken in all that is in the log; it shows it within a second. */
  private void awaitSearchable(URI uri) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri.resolve("/actuator/prometheus")).build();
    while (true) {
      String metrics = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      Matcher lag = LAG.matcher(metrics);
      if (!lag.find()) {
        throw new IOException("the collector does not tell its index's lag");
      }
      if (Double.parseDouble(lag.group(1)) == 0) {
        return;
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private List<byte[]> batches(int records, int subjects) {
    List<byte[]> batches = new ArrayList<>();
    int orders = records / READS_AN_ORDER;
    int left = records;
    while (left > 0) {
      Batch.Builder batch = tables();
      int bytes = batch.build().getSerializedSize();
      for (int i = 0; left > 0 && i < 4_096 && bytes < BATCH_BYTES - 26 * subjects - 60; i++) {
        Access access = access(i, Math.min(left, subjects), orders);
        bytes += access.getSerializedSize() + 3;
        left -= access.getSubjectsCount();
        batch.addAccesses(access);
      }
      batches.add(batch.build().toByteArray());
    }
    return batches;
  }

  private Batch.Builder tables() {
    Batch.Builder batch =
        Batch.newBuilder()
            .setRun(ByteString.copyFrom(run))
            .setSequence(++sequence)
            .setStart(Timestamp.newBuilder().setSeconds(Instant.now().getEpochSecond() - 10))
            .setKeyEpoch(1)
            .setInstance("bench-1/1")
            .setSender("bench/1")
            .addExposures(
                Exposure.newBuilder()
                    .setSubjectKind("order")
                    .addAllTouched(List.of("name", "phone", "address"))
                    .addDisclosures(
                        Disclosure.newBuilder()
                            .setChannel(Channel.CHANNEL_RESPONSE)
                            .addPlain("name")
                            .addMasked("phone")));
    for (int i = 0; i < OPERATIONS; i++) {
      batch.addOperations(
          Operation.newBuilder().setName("GET /orders/page" + i).setForm(Form.FORM_LISTED));
    }
    for (int i = 0; i < 40; i++) {
      int employee = random.nextInt(EMPLOYEES);
      batch.addCallers(
          Caller.newBuilder()
              .setActor(
                  Actor.newBuilder()
                      .setId("E" + (1_000 + employee))
                      .setRole("staff")
                      .setSource("spring-security"))
              .setAddress("10.0." + employee / 250 + "." + employee % 250));
    }
    return batch;
  }

  private Access access(int offsetMs, int subjects, int orders) {
    byte[] trace = new byte[16];
    random.nextBytes(trace);
    Access.Builder access =
        Access.newBuilder()
            .setOffsetMs(offsetMs)
            .setOperation(1 + random.nextInt(OPERATIONS))
            .setCaller(1 + random.nextInt(40))
            .setTraceId(ByteString.copyFrom(trace));
    for (int i = 0; i < subjects; i++) {
      access.addSubjects(
          Subject.newBuilder().setId(pseudonym(random.nextInt(orders))).setExposure(1));
    }
    return access.build();
  }

  private static ByteString pseudonym(int order) {
    byte[] bytes = new byte[16];
    new Random(order).nextBytes(bytes);
    return ByteString.copyFrom(bytes);
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

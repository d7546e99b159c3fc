package io.whoread.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
 * <p>Records: those of {@link SyntheticReads} by 500 employees; an order is read three times on
 * average.
 */
public final class Ingest {
  private static final int WARM_UP = 500_000;
  private static final int SENDERS = 4;
  static final int EMPLOYEES = 500;
  static final int CALLERS = 40;
  static final int READS_AN_ORDER = 3;
  private static final Pattern LAG =
      Pattern.compile("(?m)^whoread_view_lag\\{[^}]*view=\"index\"[^}]*} (\\S+)$");

  private final Deployment deployment;
  private final BatchSender sender;
  private final HttpClient http = HttpClient.newHttpClient();

  Ingest(Deployment deployment) throws Exception {
    this.deployment = deployment;
    this.sender = new BatchSender(deployment.collectorAddress(), deployment.addService("bench"));
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
      try (Deployment deployment = Deployment.start(home, folder)) {
        new Ingest(deployment).measure(records, subjects);
      } finally {
        Deployment.delete(folder);
      }
    }
  }

  private void measure(int records, int subjects) throws Exception {
    SyntheticReads reads =
        new SyntheticReads(EMPLOYEES, CALLERS, subjects, records / READS_AN_ORDER);
    List<byte[]> warmUp = batches(reads, WARM_UP);
    List<byte[]> load = batches(reads, records);
    send(warmUp);
    awaitSearchable();
    Duration before = deployment.collector().cpu();
    long start = System.nanoTime();
    send(load);
    double seconds = (System.nanoTime() - start) / 1e9;
    awaitSearchable();
    double searchable = (System.nanoTime() - start) / 1e9;
    double cpu = deployment.collector().cpu().minus(before).toNanos() / 1e3;
    double all = records + WARM_UP;
    System.out.printf(
        "%-20d %,12.0f %14.2f %10.1f %12.1f %10.1f s%n",
        subjects,
        records / seconds,
        cpu / records,
        size(deployment.data().resolve("log")) / all,
        size(deployment.data().resolve("index")) / all,
        searchable - seconds);
  }

  static List<byte[]> batches(SyntheticReads reads, int records) {
    Instant start = Instant.now().minusSeconds(10);
    List<byte[]> batches = new ArrayList<>();
    for (int left = records; left > 0; ) {
      var batch = reads.next(start, left);
      left -= SyntheticReads.records(batch);
      batches.add(batch.toByteArray());
    }
    return batches;
  }

  void send(List<byte[]> batches) throws Exception {
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
      List<Future<?>> sending = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        sending.add(
            senders.submit(
                () -> {
                  for (int n; (n = next.getAndIncrement()) < batches.size(); ) {
                    sender.send(batches.get(n));
                  }
                  return null;
                }));
      }
      for (Future<?> each : sending) {
        each.get();
      }
    }
  }

  /** Waits until the index has taken in all that is in the log; it shows it within a second. */
  void awaitSearchable() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(deployment.collectorAddress().resolve("/actuator/prometheus"))
            .build();
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

  static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}

package io.whoread.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.ToDoubleFunction;

/**
 * What an agent costs the shop: CPU per order page over all threads of the JVM, throughput,
 * latency, start-up and memory, with no agent, with whoread (its collector running) and with
 * OpenTelemetry's agent, exporters off.
 *
 * <p>Every figure is a ratio to the fresh JVM without an agent of the same round; the order of the
 * arms turns from round to round, and a second arm without an agent shows what a ratio means when
 * nothing differs.
 *
 * <p>{@code java -cp 'bench/target/classes:bench/target/lib/*' io.whoread.bench.Overhead [ROUNDS
 * [SECONDS]]}
 */
public final class Overhead {
  private static final int CLIENTS = 2;
  private static final Path HOME =
      Path.of(System.getProperty("whoread.home", ".")).toAbsolutePath();

  private final Duration measured;
  private final Path work;

  private Overhead(Duration measured, Path work) {
    this.measured = measured;
    this.work = work;
  }

  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 6;
    Duration measured = Duration.ofSeconds(args.length > 1 ? Integer.parseInt(args[1]) : 15);
    Path work = Files.createTempDirectory("whoread-overhead");
    try (Deployment deployment = Deployment.start(HOME, work.resolve("collector"))) {
      Overhead bench = new Overhead(measured, work);
      Map<Arm, List<Result>> results = new EnumMap<>(Arm.class);
      for (int round = 0; round < rounds; round++) {
        List<Arm> order = new ArrayList<>(Arrays.asList(Arm.values()));
        Collections.rotate(order, round);
        for (Arm arm : order) {
          Result result = bench.run(arm, deployment);
          results.computeIfAbsent(arm, a -> new ArrayList<>()).add(result);
          System.out.printf("round %d  %-14s %s%n", round + 1, arm.label, result);
        }
      }
      print(results);
    } finally {
      Deployment.delete(work);
    }
  }

  private Result run(Arm arm, Deployment deployment) throws Exception {
    try (ChildJvm shop =
        deployment.startShop(arm.arguments(deployment), work.resolve(arm.name() + ".out"))) {
      URI base = deployment.shopAddress();
      Duration startUp = shop.awaitAnswer(base.resolve("/"), Duration.ofSeconds(120));
      Duration startCpu = shop.cpu();
      load(base, measured);
      Duration before = shop.cpu();
      long[] latencies = load(base, measured);
      Duration spent = shop.cpu().minus(before);
      Arrays.sort(latencies);
      return new Result(
          spent.toNanos() / 1e3 / latencies.length,
          latencies.length / (double) measured.toSeconds(),
          latencies[(int) (latencies.length * 0.99)] / 1e6,
          startUp.toMillis() / 1e3,
          startCpu.toMillis() / 1e3,
          shop.residentKib() / 1024.0);
    }
  }

  /**
   * Pages through the order list as two employees would who never pause; nanoseconds of each page.
   */
  private static long[] load(URI base, Duration duration) throws Exception {
    long end = System.nanoTime() + duration.toNanos();
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      List<Callable<long[]>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String user = Deployment.STAFF.get(i);
        clients.add(() -> browse(base, user, end));
      }
      List<long[]> all = new ArrayList<>();
      for (Future<long[]> client : threads.invokeAll(clients)) {
        all.add(client.get());
      }
      return all.stream().flatMapToLong(Arrays::stream).toArray();
    }
  }

  private static long[] browse(URI base, String user, long end) throws Exception {
    long[] latencies = new long[1_000];
    int count = 0;
    try (ShopClient client = new ShopClient(base, user, Deployment.PASSWORD)) {
      while (System.nanoTime() < end) {
        String page = Deployment.orderPage(ThreadLocalRandom.current().nextInt(50));
        long start = System.nanoTime();
        int status = client.get(page).statusCode();
        if (count == latencies.length) {
          latencies = Arrays.copyOf(latencies, count * 2);
        }
        latencies[count++] = System.nanoTime() - start;
        if (status != 200) {
          throw new IOException(page + " answered " + status);
        }
      }
    }
    return Arrays.copyOf(latencies, count);
  }

  private static void print(Map<Arm, List<Result>> results) {
    System.out.printf(
        "%nratio to no agent in the same round: median (least to most) of %d rounds%n",
        results.get(Arm.NONE).size());
    System.out.printf(
        "%-14s %-22s %-22s %-22s %-22s %-22s %s%n",
        "", "CPU a page", "pages a second", "p99", "start-up", "start-up CPU", "memory MB more");
    for (Arm arm : Arm.values()) {
      if (arm != Arm.NONE) {
        System.out.printf(
            "%-14s %-22s %-22s %-22s %-22s %-22s %s%n",
            arm.label,
            ratio(results, arm, Result::cpuMicros),
            ratio(results, arm, Result::pagesPerSecond),
            ratio(results, arm, Result::p99Millis),
            ratio(results, arm, Result::startSeconds),
            ratio(results, arm, Result::startCpuSeconds),
            spread(pairs(results, arm, (a, b) -> a.residentMb() - b.residentMb()), "%.0f"));
      }
    }
  }

  private static String ratio(
      Map<Arm, List<Result>> results, Arm arm, ToDoubleFunction<Result> figure) {
    return spread(
        pairs(results, arm, (a, b) -> figure.applyAsDouble(a) / figure.applyAsDouble(b)), "%.3f");
  }

  private static double[] pairs(
      Map<Arm, List<Result>> results,
      Arm arm,
      java.util.function.ToDoubleBiFunction<Result, Result> f) {
    List<Result> mine = results.get(arm);
    List<Result> plain = results.get(Arm.NONE);
    double[] values = new double[mine.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = f.applyAsDouble(mine.get(i), plain.get(i));
    }
    Arrays.sort(values);
    return values;
  }

  private static String spread(double[] sorted, String format) {
    int n = sorted.length;
    double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    return String.format(
        format + " (" + format + " to " + format + ")", median, sorted[0], sorted[n - 1]);
  }

  private enum Arm {
    NONE("no agent"),
    AGAIN("no agent again"),
    WHOREAD("whoread"),
    OPENTELEMETRY("OpenTelemetry");

    private final String label;

    Arm(String label) {
      this.label = label;
    }

    List<String> arguments(Deployment deployment) {
      return switch (this) {
        case NONE, AGAIN -> List.of();
        case WHOREAD -> deployment.agentArguments();
        case OPENTELEMETRY ->
            List.of(
                "-javaagent:" + HOME.resolve("bench/target/opentelemetry-javaagent.jar"),
                "-Dotel.traces.exporter=none",
                "-Dotel.metrics.exporter=none",
                "-Dotel.logs.exporter=none");
      };
    }
  }

  /** One fresh JVM. Times are of this machine. */
  private record Result(
      double cpuMicros,
      double pagesPerSecond,
      double p99Millis,
      double startSeconds,
      double startCpuSeconds,
      double residentMb) {
    @Override
    public String toString() {
      return String.format(
          "%.0f us CPU/page, %.0f pages/s, p99 %.1f ms, start %.1f s (%.1f CPU-s), RSS %.0f MB",
          cpuMicros, pagesPerSecond, p99Millis, startSeconds, startCpuSeconds, residentMb);
    }
  }
}

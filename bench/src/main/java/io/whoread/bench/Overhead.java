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
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/**
 * What an agent costs the shop: CPU per order page over all threads of the JVM, throughput,
 * latency, start-up and memory, with no agent, with whoread (its collector running) and with
 * OpenTelemetry's agent, exporters off.
 *
 * <p>Two clients that never pause ask for pages, first unmeasured: as many pages for each arm,
 * since what a young JVM spends on compiling falls with the pages that it has served. What it still
 * spends on it while measured is told apart.
 *
 * <p>Every figure is a ratio to the fresh JVM without an agent of the same round; the order of the
 * arms turns from round to round, and a second arm without an agent shows what a ratio means when
 * nothing differs. A run with whoread before the first round warms the collector up.
 *
 * <p>{@code java -cp 'bench/target/classes:bench/target/lib/*' io.whoread.bench.Overhead [ROUNDS
 * [WARM-UP-PAGES [PAGES]]]}
 */
public final class Overhead {
  private static final int CLIENTS = 2;
  private static final String ROW = "%-14s %-22s %-22s %-22s %-22s %-22s %-22s %s%n";
  private static final Path HOME =
      Path.of(System.getProperty("whoread.home", ".")).toAbsolutePath();

  private final int warmUp;
  private final int measured;
  private final Path work;

  private Overhead(int warmUp, int measured, Path work) {
    this.warmUp = warmUp;
    this.measured = measured;
    this.work = work;
  }

  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 6;
    int warmUp = args.length > 1 ? Integer.parseInt(args[1]) : 40_000;
    int measured = args.length > 2 ? Integer.parseInt(args[2]) : 20_000;
    Path work = Files.createTempDirectory("whoread-overhead");
    try (Deployment deployment = Deployment.start(HOME, work.resolve("collector"))) {
      Overhead bench = new Overhead(warmUp, measured, work);
      System.out.printf("not counted: %s%n", bench.run(Arm.WHOREAD, deployment));
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
    List<String> arguments = new ArrayList<>(arm.arguments(deployment));
    // A compiler's thread that ends would take its CPU time out of the sum.
    arguments.add("-XX:-UseDynamicNumberOfCompilerThreads");
    try (ChildJvm shop = deployment.startShop(arguments, work.resolve(arm.name() + ".out"))) {
      URI base = deployment.shopAddress();
      Duration startUp = shop.awaitAnswer(base.resolve("/"), Duration.ofSeconds(120));
      Duration startCpu = shop.cpu();
      load(base, warmUp);
      Duration before = shop.cpu();
      Duration compilingBefore = shop.compilerCpu();
      long begun = System.nanoTime();
      long[] latencies = load(base, measured);
      double seconds = (System.nanoTime() - begun) / 1e9;
      Duration spent = shop.cpu().minus(before);
      Duration compiling = shop.compilerCpu().minus(compilingBefore);
      Arrays.sort(latencies);
      return new Result(
          spent.toNanos() / 1e3 / latencies.length,
          compiling.toNanos() / 1e3 / latencies.length,
          latencies[(int) (latencies.length * 0.99)] / 1e6,
          latencies.length / seconds,
          startUp.toMillis() / 1e3,
          startCpu.toMillis() / 1e3,
          shop.residentKib() / 1024.0);
    }
  }

  /**
   * Pages through the order list as two employees would who never pause; nanoseconds of each page.
   */
  private static long[] load(URI base, int pages) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      List<Callable<long[]>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String user = Deployment.STAFF.get(i);
        clients.add(() -> browse(base, user, pages / CLIENTS));
      }
      List<long[]> all = new ArrayList<>();
      for (Future<long[]> client : threads.invokeAll(clients)) {
        all.add(client.get());
      }
      return all.stream().flatMapToLong(Arrays::stream).toArray();
    }
  }

  private static long[] browse(URI base, String user, int pages) throws Exception {
    long[] latencies = new long[pages];
    try (ShopClient client = new ShopClient(base, user, Deployment.PASSWORD)) {
      for (int i = 0; i < pages; i++) {
        String page = Deployment.orderPage(ThreadLocalRandom.current().nextInt(50));
        long start = System.nanoTime();
        int status = client.get(page).statusCode();
        latencies[i] = System.nanoTime() - start;
        if (status != 200) {
          throw new IOException(page + " answered " + status);
        }
      }
    }
    return latencies;
  }

  private static void print(Map<Arm, List<Result>> results) {
    System.out.printf(
        "%nratio to no agent in the same round: median (least to most) of %d rounds%n",
        results.get(Arm.NONE).size());
    System.out.printf(
        ROW,
        "",
        "CPU a page",
        "without compiler",
        "p99",
        "pages a second",
        "start-up",
        "start-up CPU",
        "memory MB more");
    for (Arm arm : Arm.values()) {
      if (arm != Arm.NONE) {
        System.out.printf(
            ROW,
            arm.label,
            ratio(results, arm, Result::cpuMicros),
            ratio(results, arm, r -> r.cpuMicros - r.compilerMicros),
            ratio(results, arm, Result::p99Millis),
            ratio(results, arm, Result::pagesPerSecond),
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
      Map<Arm, List<Result>> results, Arm arm, ToDoubleBiFunction<Result, Result> f) {
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
      double compilerMicros,
      double p99Millis,
      double pagesPerSecond,
      double startSeconds,
      double startCpuSeconds,
      double residentMb) {
    @Override
    public String toString() {
      return String.format(
          "%.0f us CPU/page (%.0f of them compiler), p99 %.1f ms, %.0f pages/s, start %.1f s"
              + " (%.1f CPU-s), RSS %.0f MB",
          cpuMicros,
          compilerMicros,
          p99Millis,
          pagesPerSecond,
          startSeconds,
          startCpuSeconds,
          residentMb);
    }
  }
}

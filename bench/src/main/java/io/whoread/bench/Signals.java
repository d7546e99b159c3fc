package io.whoread.bench;

import com.sun.tools.attach.VirtualMachine;
import io.whoread.trials.MariaDb;
import io.whoread.trials.World;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What each signal costs by itself: CPU and allocated bytes a page of twenty orders, on the trials'
 * shop that loads them with JPA from a MariaDB and writes them with Jackson, with no agent, with
 * one of {@code loaded}, {@code touched}, {@code disclosed} switched on, and with all.
 *
 * <p>CPU is that of all threads of the shop but the compiler's; allocated is what all its threads
 * allocated, as the JVM counts it. Every run is a fresh JVM; every figure is a ratio to the run
 * without an agent of the same round, and a second run without one shows what a ratio means when
 * nothing differs. The order of the arms turns from round to round.
 *
 * <p>{@code java -cp 'bench/target/classes:bench/target/lib/*' io.whoread.bench.Signals [ROUNDS
 * [WARM-UP-PAGES [PAGES]]]}; needs MariaDB's server on the path.
 */
public final class Signals {
  private static final int CLIENTS = 2;
  private static final int PAGES_OF_ORDERS = 50;
  private static final Path HOME =
      Path.of(System.getProperty("whoread.home", ".")).toAbsolutePath();

  private final int warmUp;
  private final int measured;
  private final Path work;
  private final Deployment deployment;
  private final String database;

  private Signals(int warmUp, int measured, Path work, Deployment deployment, String database) {
    this.warmUp = warmUp;
    this.measured = measured;
    this.work = work;
    this.deployment = deployment;
    this.database = database;
  }

  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
    int warmUp = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
    int measured = args.length > 2 ? Integer.parseInt(args[2]) : 10_000;
    Path work = Files.createTempDirectory("whoread-signals");
    try (MariaDb server = new MariaDb(Files.createDirectory(work.resolve("mariadb")));
        Deployment deployment = Deployment.start(HOME, work.resolve("collector"))) {
      Signals bench = new Signals(warmUp, measured, work, deployment, server.copy("shop"));
      System.out.printf("not counted: %s%n", bench.run(Arm.ALL));
      Map<Arm, List<Result>> results = new EnumMap<>(Arm.class);
      for (int round = 0; round < rounds; round++) {
        List<Arm> order = new ArrayList<>(Arrays.asList(Arm.values()));
        Collections.rotate(order, round);
        for (Arm arm : order) {
          Result result = bench.run(arm);
          results.computeIfAbsent(arm, a -> new ArrayList<>()).add(result);
          System.out.printf("round %d  %-15s %s%n", round + 1, arm, result);
        }
      }
      print(results);
    } finally {
      Deployment.delete(work);
    }
  }

  private Result run(Arm arm) throws Exception {
    int port = ChildJvm.freePort();
    URI base = URI.create("http://127.0.0.1:" + port);
    List<String> arguments = new ArrayList<>(arguments(arm));
    // A compiler's thread that ends would take its CPU time out of the sum.
    arguments.add("-XX:-UseDynamicNumberOfCompilerThreads");
    arguments.addAll(
        List.of(
            // As in production: else G1 picks a heap so small that a few megabytes more or less of
            // what stays decide whether it marks all the time.
            "-Xms512m",
            "-Xmx512m",
            "-jar",
            HOME.resolve("trials/boot3/target/whoread-trial-boot3-exec.jar").toString(),
            "--server.port=" + port,
            "--spring.datasource.url=" + database,
            "--spring.datasource.username=shop",
            "--spring.datasource.password=shop",
            // Not asked for this page.
            "--carrier.url=http://127.0.0.1:1"));
    Path output = work.resolve(arm.name() + ".out");
    try (ChildJvm shop = ChildJvm.start(ChildJvm.ownJavaHome(), arguments, Map.of(), output)) {
      shop.awaitAnswer(base.resolve("/login"), Duration.ofSeconds(120));
      load(base, warmUp);
      try (JMXConnector jmx = connect(shop)) {
        MBeanServerConnection beans = jmx.getMBeanServerConnection();
        long allocated = allocated(beans);
        Duration cpu = shop.cpu().minus(shop.compilerCpu());
        load(base, measured);
        Duration spent = shop.cpu().minus(shop.compilerCpu()).minus(cpu);
        return new Result(
            spent.toNanos() / 1e3 / measured,
            (double) (allocated(beans) - allocated) / measured / 1024);
      }
    }
  }

  private List<String> arguments(Arm arm) throws IOException {
    if (arm == Arm.NONE || arm == Arm.AGAIN) {
      return List.of();
    }
    Path folder = deployment.agentFolder();
    String signals =
        arm == Arm.ALL ? "" : "signals: [" + arm.name().toLowerCase(Locale.ROOT) + "]\n";
    Path yaml = folder.resolve(arm.name() + ".yaml");
    Files.writeString(
        yaml,
        Files.readString(folder.resolve("whoread.yaml"))
            + signals
            + Files.readString(HOME.resolve("trials/boot3/whoread.yaml")));
    return List.of("-javaagent:" + folder.resolve("whoread-agent.jar") + "=" + yaml);
  }

  private static JMXConnector connect(ChildJvm shop) throws Exception {
    VirtualMachine vm = VirtualMachine.attach(Long.toString(shop.pid()));
    try {
      return JMXConnectorFactory.connect(new JMXServiceURL(vm.startLocalManagementAgent()));
    } finally {
      vm.detach();
    }
  }

  /** Bytes, since the JVM started, of all threads. */
  private static long allocated(MBeanServerConnection beans) throws JMException, IOException {
    ObjectName threads = new ObjectName("java.lang:type=Threading");
    return (Long) beans.getAttribute(threads, "TotalThreadAllocatedBytes");
  }

  /** Pages through the order list as two employees would who never pause. */
  private static void load(URI base, int pages) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      List<Callable<Void>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String user = World.staff(i);
        clients.add(() -> browse(base, user, pages / CLIENTS));
      }
      for (Future<Void> client : threads.invokeAll(clients)) {
        client.get();
      }
    }
  }

  private static Void browse(URI base, String user, int pages) throws Exception {
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .build()) {
      HttpRequest login =
          HttpRequest.newBuilder(base.resolve("/login"))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(BodyPublishers.ofString("username=" + user + "&password=secret"))
              .build();
      expect(204, client.send(login, BodyHandlers.discarding()).statusCode(), "/login");
      for (int i = 0; i < pages; i++) {
        String page = "/orders?page=" + i % PAGES_OF_ORDERS;
        HttpRequest request = HttpRequest.newBuilder(base.resolve(page)).build();
        expect(200, client.send(request, BodyHandlers.ofByteArray()).statusCode(), page);
      }
    }
    return null;
  }

  private static void expect(int expected, int status, String path) throws IOException {
    if (status != expected) {
      throw new IOException(path + " answered " + status);
    }
  }

  private static void print(Map<Arm, List<Result>> results) {
    List<Result> none = results.get(Arm.NONE);
    System.out.printf(
        "%nratio to no agent in the same round: median (least to most) of %d rounds%n",
        none.size());
    System.out.printf("%-15s %-24s %s%n", "", "CPU a page", "allocated a page");
    for (Arm arm : Arm.values()) {
      if (arm != Arm.NONE) {
        System.out.printf(
            "%-15s %-24s %s%n",
            arm,
            ratios(results.get(arm), none, Result::cpuMicros),
            ratios(results.get(arm), none, Result::allocatedKib));
      }
    }
  }

  private static String ratios(List<Result> mine, List<Result> none, ToDoubleFunction<Result> f) {
    double[] ratios = new double[mine.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = f.applyAsDouble(mine.get(i)) / f.applyAsDouble(none.get(i));
    }
    Arrays.sort(ratios);
    int n = ratios.length;
    double median = (ratios[(n - 1) / 2] + ratios[n / 2]) / 2;
    return String.format("%.3f (%.3f to %.3f)", median, ratios[0], ratios[n - 1]);
  }

  private enum Arm {
    NONE,
    AGAIN,
    LOADED,
    TOUCHED,
    DISCLOSED,
    ALL;

    @Override
    public String toString() {
      return switch (this) {
        case NONE -> "no agent";
        case AGAIN -> "no agent again";
        case ALL -> "all";
        default -> name().toLowerCase(Locale.ROOT);
      };
    }
  }

  /** One fresh JVM. Times are of this machine. */
  private record Result(double cpuMicros, double allocatedKib) {
    @Override
    public String toString() {
      return String.format("%.0f us CPU, %.1f KiB allocated a page", cpuMicros, allocatedKib);
    }
  }
}

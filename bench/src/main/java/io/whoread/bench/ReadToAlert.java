package io.whoread.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * How long from the read in the shop that is one too many until the console can show the alert:
 * couriers walk through parcels in a real shop JVM with the agent, and a script asks the console's
 * API every 20 ms. The clock starts at the read's time in the record, by the agent's clock, and
 * stops when the answer with the alert is in the script's hands. Beside them another service sends
 * as many records a second as one asks for: those of {@link SyntheticReads} by 100,000 people.
 *
 * <p>{@code java -cp 'bench/target/classes:bench/target/lib/*' io.whoread.bench.ReadToAlert
 * [RECORDS_A_SECOND [SUBJECTS_AN_ACCESS]]}, none and 20 where left out.
 */
public final class ReadToAlert {
  private static final Path HOME =
      Path.of(System.getProperty("whoread.home", ".")).toAbsolutePath();
  private static final int COURIERS = 50;
  private static final int MOST_READS = 1_000;

  private static final int PEOPLE = 100_000;
  private static final int CALLERS = 100;
  private static final int ORDERS = 1_000_000;
  private static final int BATCHES_A_SECOND = 20;
  private static final Duration WARM_UP = Duration.ofSeconds(20);

  private ReadToAlert() {}

  public static void main(String[] args) throws Exception {
    int rate = args.length > 0 ? Integer.parseInt(args[0]) : 0;
    int subjects = args.length > 1 ? Integer.parseInt(args[1]) : 20;
    Path work = Files.createTempDirectory("whoread-read-to-alert");
    try (Deployment deployment = Deployment.start(HOME, work.resolve("collector"))) {
      List<String> arguments = new ArrayList<>(deployment.agentArguments());
      Path inventory = work.resolve("inventory");
      arguments.add("-Dshop.world.inventory=" + inventory);
      try (ChildJvm shop = deployment.startShop(arguments, work.resolve("shop.out"));
          Load load = new Load(deployment, rate, subjects)) {
        shop.awaitAnswer(deployment.shopAddress().resolve("/"), Duration.ofSeconds(120));
        measure(deployment, waybills(inventory), load);
      }
    } finally {
      Deployment.delete(work);
    }
  }

  private static void measure(Deployment deployment, List<String> waybills, Load load)
      throws Exception {
    load.start();
    Map<String, Duration> lags = new ConcurrentHashMap<>();
    AtomicBoolean done = new AtomicBoolean();
    Thread watcher = Thread.ofPlatform().start(() -> watch(deployment, lags, done));
    for (int i = 0; i < COURIERS; i++) {
      String courier = "D%04d".formatted(1_001 + i);
      walk(deployment.shopAddress(), courier, waybills, lags);
    }
    done.set(true);
    watcher.join();
    List<Duration> sorted =
        new ArrayList<>(
            lags.entrySet().stream()
                .filter(lag -> lag.getKey().startsWith("D"))
                .map(Map.Entry::getValue)
                .sorted()
                .toList());
    System.out.printf(
        "beside %,.0f records/s: %d of %d couriers alerted, read to alert p50 %d ms, p99 %d ms,"
            + " most %d ms; %d others alerted%n",
        load.rate(),
        sorted.size(),
        COURIERS,
        sorted.get(sorted.size() / 2).toMillis(),
        sorted.get((int) (sorted.size() * 0.99)).toMillis(),
        sorted.getLast().toMillis(),
        lags.size() - sorted.size());
  }

  private static void walk(
      URI shop, String courier, List<String> waybills, Map<String, Duration> lags)
      throws Exception {
    try (ShopClient client = new ShopClient(shop, courier, Deployment.PASSWORD)) {
      for (int i = 0; i < MOST_READS && !lags.containsKey(courier); i++) {
        client.get("/api/courier/parcels/" + waybills.get(i));
      }
    }
  }

  private static void watch(Deployment deployment, Map<String, Duration> lags, AtomicBoolean done) {
    try (ConsoleClient console =
        new ConsoleClient(deployment.collectorAddress(), "admin", deployment.adminPassword())) {
      while (!done.get()) {
        JsonNode alerts = console.get("/api/alerts", "limit", "1000").get("alerts");
        Instant now = Instant.now();
        for (JsonNode alert : alerts) {
          lags.putIfAbsent(
              alert.get("actor").asText(),
              Duration.between(Instant.parse(alert.get("raised").asText()), now));
        }
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    } catch (Exception e) {
      throw new IllegalStateException("the console did not answer", e);
    }
  }

  private static List<String> waybills(Path inventory) throws Exception {
    List<String> lines = new ArrayList<>(Files.readAllLines(inventory.resolve("orders.csv")));
    List<String> head = List.of(lines.removeFirst().split(","));
    int column = head.indexOf("waybill");
    Collections.shuffle(lines);
    return lines.stream().map(line -> line.split(",")[column]).toList();
  }

  /** Sends batches at an even pace; one that comes late is followed by the next at once. */
  private static final class Load implements AutoCloseable {
    private final BatchSender sender;
    private final SyntheticReads reads;
    private final int rate;
    private final Thread thread = Thread.ofPlatform().unstarted(this::run);
    private volatile boolean done;
    private volatile Exception failure;
    private volatile long sent;
    private volatile long nanos;

    Load(Deployment deployment, int rate, int subjects) throws Exception {
      this.sender = new BatchSender(deployment.collectorAddress(), deployment.addService("load"));
      this.reads = new SyntheticReads(PEOPLE, CALLERS, subjects, ORDERS);
      this.rate = rate;
    }

    /** Returns once the collector has worked under the load for a while. */
    void start() throws InterruptedException {
      if (rate > 0) {
        thread.start();
        Thread.sleep(WARM_UP);
      }
    }

    private void run() {
      try {
        long begun = System.nanoTime();
        while (!done) {
          var batch = reads.next(Instant.now(), rate / BATCHES_A_SECOND);
          sender.send(batch.toByteArray());
          sent += SyntheticReads.records(batch);
          nanos = System.nanoTime() - begun;
          LockSupport.parkNanos(sent * 1_000_000_000L / rate - nanos);
        }
      } catch (Exception e) {
        failure = e;
      }
    }

    /** Records a second that the collector has acknowledged. */
    double rate() {
      return nanos == 0 ? 0 : sent * 1e9 / nanos;
    }

    @Override
    public void close() {
      done = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (failure != null) {
        throw new IllegalStateException("the collector took no more load", failure);
      }
    }
  }
}

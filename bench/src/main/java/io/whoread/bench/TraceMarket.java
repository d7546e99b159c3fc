package io.whoread.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.whoread.bench.market.Leaks;
import io.whoread.bench.market.Leaks.Case;
import io.whoread.bench.market.Size;
import io.whoread.bench.market.Trail;
import io.whoread.bench.market.World;
import io.whoread.record.PseudonymKey;
import io.whoread.record.Pseudonyms;
import io.whoread.record.v1.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * Whether a trace names the leaker in a generated marketplace of some five thousand people and ten
 * million reads, whom it accuses of a list that nobody leaked, and how long it takes: lists of 50
 * victims, traced one by one by a real collector process with a heap of 1 GB. docs/marketplace.md
 * tells what is assumed.
 */
public final class TraceMarket {
  private static final long SENT_EVERY_MS = 3_600_000;
  private static final String ZONE = "Asia/Shanghai";
  private static final String USAGE =
      "expected [--lists 100] [--seed 1] [--size quiet|busy] [--data FOLDER]; what is in the folder"
          + " is used again";

  private final World world;
  private final Leaks leaks;
  private final Map<String, Row> rows = new TreeMap<>();
  private double[] seconds = new double[0];
  private double[] cpu = new double[0];
  private long reads;

  private TraceMarket(Size size, long seed) {
    world = new World(size, seed, false);
    leaks = new Leaks(world);
  }

  public static void main(String[] args) throws Exception {
    int lists = 100;
    long seed = 1;
    Size size = Size.TRACE;
    Path kept = null;
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(USAGE);
      }
      switch (args[i]) {
        case "--lists" -> lists = Integer.parseInt(args[i + 1]);
        case "--seed" -> seed = Long.parseLong(args[i + 1]);
        case "--size" -> size = size(args[i + 1]);
        case "--data" -> kept = Path.of(args[i + 1]);
        default -> throw new IllegalArgumentException(USAGE);
      }
    }
    Path folder = kept != null ? kept : Files.createTempDirectory("whoread-trace-market");
    try {
      String world = size.orders() + "-orders-seed-" + seed;
      new TraceMarket(size, seed).measure(folder.resolve(world).resolve("data"), lists);
    } finally {
      if (kept == null) {
        TraceTrail.delete(folder);
      }
    }
  }

  private static Size size(String name) {
    return switch (name) {
      case "quiet" -> Size.TRACE;
      case "busy" -> Size.TRACE_BUSY;
      default -> throw new IllegalArgumentException(USAGE);
    };
  }

  private void measure(Path data, int lists) throws Exception {
    boolean fresh = !Files.exists(data);
    if (fresh) {
      TraceCollector.prepare(data, PseudonymKey.generate(1), Trail.services());
    }
    world.named(new Pseudonyms(PseudonymKey.read(data.resolve("key")).getFirst()));
    try (TraceCollector collector = TraceCollector.start(data)) {
      long start = System.nanoTime();
      Trail trail =
          new Trail(
              world, (service, batch, at) -> send(collector, fresh, service, batch), SENT_EVERY_MS);
      world.run(
          visit -> {
            reads += visit.orders().length;
            leaks.accept(visit);
            if (fresh) {
              trail.accept(visit);
            }
          });
      trail.finish();
      collector.awaitViews();
      System.out.printf(
          "%,d people, %,d reads of orders, taken in within %.0f s%n",
          world.everybody().size(), reads, (System.nanoTime() - start) / 1e9);
      trace(collector, lists, leaks::leaked);
      trace(collector, lists, leaks::unrelated);
      trace(collector, lists, leaks::ofOneShop);
    }
    print();
  }

  private static void send(TraceCollector collector, boolean fresh, String service, Batch batch) {
    try {
      collector.post(service, batch.toByteArray());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void trace(TraceCollector collector, int lists, LongFunction<Case> lister)
      throws IOException, InterruptedException {
    for (int i = 0; i < lists; i++) {
      Case list = lister.apply(i);
      Duration before = collector.cpu();
      long start = System.nanoTime();
      JsonNode answer = collector.trace(list.csv(), ZONE);
      seconds = and(seconds, (System.nanoTime() - start) / 1e9);
      cpu = and(cpu, collector.cpu().minus(before).toNanos() / 1e9);
      score(list, answer.path("cases").path(0));
    }
  }

  private static double[] and(double[] some, double one) {
    double[] more = Arrays.copyOf(some, some.length + 1);
    more[some.length] = one;
    return more;
  }

  private void score(Case list, JsonNode traced) {
    JsonNode first = traced.path("suspects").path(0);
    JsonNode shop = traced.path("others").path("seller").path("sources").path(0);
    boolean supported = first.path("supported").asBoolean();
    String kind =
        list.leaker() != null
            ? "leaked by " + list.role()
            : list.shop() != null ? "nobody, one shop" : "nobody";
    Row row = rows.computeIfAbsent(kind, each -> new Row());
    row.lists++;
    if (list.leaker() != null
        && first.path("actor").asText().equals(list.leaker())
        && first.path("role").asText().equals(list.role())) {
      row.first++;
      row.supported += supported ? 1 : 0;
    } else {
      row.accused += supported ? 1 : 0;
    }
    if (list.shop() != null && shop.path("name").asText().equals(list.shop())) {
      row.shop += shop.path("supported").asBoolean() ? 1 : 0;
    }
  }

  private static final class Row {
    int lists;
    int first;
    int supported;
    int accused;
    int shop;
  }

  private void print() {
    System.out.printf(
        "%-22s %6s %13s %10s %17s %13s%n",
        "", "lists", "leaker first", "supported", "another accused", "shop named");
    rows.forEach(
        (kind, row) ->
            System.out.printf(
                "%-22s %6d %13.2f %10.2f %17.3f %13.2f%n",
                kind,
                row.lists,
                row.first / (double) row.lists,
                row.supported / (double) row.lists,
                row.accused / (double) row.lists,
                row.shop / (double) row.lists));
    Arrays.sort(seconds);
    Arrays.sort(cpu);
    System.out.printf(
        "a trace: %.2f s in the middle, %.2f s at worst; %.2f s of processor time%n",
        seconds[seconds.length / 2], seconds[seconds.length - 1], cpu[cpu.length / 2]);
  }
}

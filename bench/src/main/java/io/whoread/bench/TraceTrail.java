package io.whoread.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How long a real collector process with a heap of 1 GB takes to trace a list of 50 victims in a
 * trail of ten million reads, and whether it names the leaker. What is read is told in {@link
 * OrderReads}.
 */
public final class TraceTrail {
  private static final int TRACES = 11;
  private static final String SERVICE = "bench";

  private TraceTrail() {}

  /**
   * @param args how many reads, at least 2,000,000; 10,000,000 where left out
   */
  public static void main(String[] args) throws Exception {
    long reads = args.length > 0 ? Long.parseLong(args[0]) : 10_000_000;
    Path folder = Files.createTempDirectory("whoread-trace");
    try {
      measure(folder, reads);
    } finally {
      delete(folder);
    }
  }

  private static void measure(Path folder, long reads) throws Exception {
    Path data = folder.resolve("data");
    OrderReads orders = new OrderReads(reads);
    TraceCollector.prepare(data, orders.key(), Set.of(SERVICE));
    try (TraceCollector collector = TraceCollector.start(data)) {
      long start = System.nanoTime();
      orders.batches(batch -> collector.post(SERVICE, batch));
      collector.awaitViews();
      System.out.printf(
          "%,d reads of %,d orders sent and taken in within %.0f s%n",
          orders.reads(), orders.orders(), (System.nanoTime() - start) / 1e9);
      trace(collector, orders);
    }
    System.out.printf(
        "on disk: log %.0f MB, index %.0f MB, sample %.0f MB%n",
        size(data.resolve("log")) / 1e6,
        size(data.resolve("index")) / 1e6,
        size(data.resolve("state").resolve("sample")) / 1e6);
  }

  private static void trace(TraceCollector collector, OrderReads orders) throws Exception {
    double[] seconds = new double[TRACES];
    double[] cpu = new double[TRACES];
    String list = orders.victims();
    JsonNode answer = null;
    for (int i = 0; i < TRACES; i++) {
      Duration before = collector.cpu();
      long start = System.nanoTime();
      answer = collector.trace(list, "UTC");
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

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

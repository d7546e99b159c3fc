package io.whoread.bench.market;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.detect.Backtest;
import io.whoread.collector.log.v1.CanaryChange;
import io.whoread.collector.log.v1.PeopleChange;
import io.whoread.record.v1.Batch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What detection costs with a hundred thousand people: processor time of its thread for each
 * record, the heap that it still holds at the end, and what of it is left for each once all have
 * been quiet for two days.
 */
public final class Cost implements Trail.Sink {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Until then the machine code is still being made. */
  private static final long WARM_UP_READS = 1_000_000;

  /** Two days, and the rest of the one on which they begin. */
  private static final long QUIET_MS = 3 * 86_400_000L;

  private record Sent(String service, Batch batch, long receivedMs) {}

  private Sent last;
  private Product detector;
  private long nanos;
  private long reads;

  /** Runs {@link Size#COST} and tells one line. */
  public String measure(long seed) throws IOException {
    Path folder = Files.createTempDirectory("whoread-cost");
    World world = new World(Size.COST, seed, false);
    int people = world.everybody().size();
    try {
      long[] alerts = {0};
      detector = new Product(folder, told -> alerts[0]++);
      Trail trail = new Trail(world, this);
      world.run(trail);
      trail.finish();
      long with = heap();
      long all = detector.reads();
      Backtest.Held held = detector.held();
      detector.batch(last.service(), later(last.batch()), last.receivedMs() + QUIET_MS);
      long quiet = heap();
      Backtest.Held quietly = detector.held();
      detector = null;
      long without = heap();
      Reference.reachabilityFence(world);
      return String.format(
          Locale.ROOT,
          "%,d people, %,d records: %.2f us CPU a record, %,d MB of heap for the detector (it"
              + " reckons with %,d), the state of %,d spilled; %,d bytes a quiet actor (%,d known,"
              + " %,d spilled)%n",
          people,
          all,
          nanos / 1e3 / reads,
          (with - without) >> 20,
          held.bytes() + held.beside() >> 20,
          held.spilled(),
          (quiet - without - quietly.beside()) / quietly.actors(),
          quietly.actors(),
          quietly.spilled());
    } finally {
      Files.deleteIfExists(folder.resolve("rules.yaml"));
      Files.delete(folder);
    }
  }

  /** One access of a batch, read again days later: until then nobody reads anything. */
  private static Batch later(Batch batch) {
    long start = Timestamps.toMillis(batch.getStart()) + QUIET_MS;
    return batch.toBuilder()
        .setStart(Timestamps.fromMillis(start))
        .clearAccesses()
        .addAccesses(batch.getAccesses(0))
        .build();
  }

  @Override
  public void people(PeopleChange change, long receivedMs) {
    detector.people(change, receivedMs);
  }

  @Override
  public void canaries(CanaryChange change, long receivedMs) {
    detector.canaries(change, receivedMs);
  }

  @Override
  public void batch(String service, Batch batch, long receivedMs) {
    last = new Sent(service, batch, receivedMs);
    long before = detector.reads();
    if (before < WARM_UP_READS) {
      detector.batch(service, batch, receivedMs);
      return;
    }
    long start = THREADS.getCurrentThreadCpuTime();
    detector.batch(service, batch, receivedMs);
    nanos += THREADS.getCurrentThreadCpuTime() - start;
    reads += detector.reads() - before;
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}

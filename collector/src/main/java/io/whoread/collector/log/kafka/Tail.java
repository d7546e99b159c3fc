package io.whoread.collector.log.kafka;

import io.whoread.collector.log.Positions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks each second what another collector has written. */
final class Tail {
  private static final long PAUSE_MS = 1_000;
  private static final int GROUP = 256;
  private static final Duration FIRST = Duration.ofMinutes(2);
  private static final Logger LOGGER = LoggerFactory.getLogger(Tail.class);

  private final KafkaSettings settings;
  private final Admin admin;
  private final KafkaLookup lookup;
  private final Consumer<List<Item>> published;
  private final Thread thread = new Thread(this::run, "log");
  private final CountDownLatch closing = new CountDownLatch(1);

  // The thread's own.
  private Item last;
  private long[] ends;
  private long[] seen;
  private boolean told;

  /**
   * @param lookup for this object alone
   */
  Tail(KafkaSettings settings, Admin admin, KafkaLookup lookup, Consumer<List<Item>> published) {
    this.settings = settings;
    this.admin = admin;
    this.lookup = lookup;
    this.published = published;
  }

  /** All that is committed by now, and perhaps more: where nothing is under way, or soon. */
  Cut first() throws IOException {
    long deadline = System.nanoTime() + FIRST.toNanos();
    Cut first = Cut.now(admin, settings, lookup);
    Cut cut = first;
    while (!cut.covers(first)) {
      if (System.nanoTime() > deadline) {
        throw new IOException("the log's brokers do not come to an end with what they commit");
      }
      pause();
      cut = Cut.now(admin, settings, lookup);
    }
    return cut;
  }

  /**
   * @param from of each partition the offset behind its last entry
   */
  void start(Item last, long[] from) {
    this.last = last;
    this.ends = from;
    thread.start();
  }

  private void run() {
    while (!pause()) {
      try {
        look();
        told = false;
      } catch (IOException | KafkaException e) {
        if (!told) {
          LOGGER.warn("what is written to the log's {} cannot be read; trying again", settings, e);
        }
        told = true;
      }
    }
  }

  private void look() throws IOException {
    Cut cut = Cut.now(admin, settings, lookup);
    if (Arrays.equals(cut.ends(), seen)) {
      return;
    }
    try (Walk walk = new Walk(settings, last, ends, cut.ends())) {
      Item next = walk.next();
      while (next != null && next.stamp() < cut.below() && closing.getCount() > 0) {
        List<Item> group = new ArrayList<>();
        while (next != null && next.stamp() < cut.below() && group.size() < GROUP) {
          group.add(next);
          next = walk.next();
        }
        publish(group);
      }
      seen = next == null ? cut.ends() : null;
    }
  }

  private void publish(List<Item> group) {
    published.accept(group);
    for (Item each : group) {
      ends[Positions.partition(each.position())] = Positions.offset(each.position()) + 1;
    }
    last = group.getLast();
  }

  /** Whether it is being closed. */
  private boolean pause() {
    try {
      return closing.await(PAUSE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  void close() {
    closing.countDown();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    lookup.close();
  }
}

package io.whoread.collector.demo;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Somebody who looks at the collector's alerts all the time, and says when one is new. */
final class Watch implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(400);

  private final CollectorApi collector;
  private final Story story;
  private final Instant since;

  /** By id, each as it was seen last. Guarded by itself. */
  private final Map<String, CollectorApi.Alert> seen = new LinkedHashMap<>();

  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this::look, "watch");
  private volatile IOException failure;

  /**
   * @param since alerts raised before are no news
   */
  Watch(CollectorApi collector, Story story, Instant since) {
    this.collector = collector;
    this.story = story;
    this.since = since;
    thread.start();
  }

  /** Alerts raised since the beginning. */
  List<CollectorApi.Alert> alerts() {
    synchronized (seen) {
      return new ArrayList<>(seen.values());
    }
  }

  /** An alert that was seen, as it was seen last. */
  CollectorApi.Alert get(String id) {
    synchronized (seen) {
      return seen.get(id);
    }
  }

  /** The alert on a person by a rule, or null. */
  CollectorApi.Alert find(String actor, String rule) {
    return alerts().stream()
        .filter(alert -> alert.actor().equals(actor) && alert.counts().containsKey(rule))
        .findFirst()
        .orElse(null);
  }

  /**
   * @throws DemoFailed where the collector could not be asked
   */
  void check() throws DemoFailed {
    if (failure != null) {
      throw new DemoFailed("the collector's API", String.valueOf(failure.getMessage()), null);
    }
  }

  private void look() {
    try {
      do {
        for (CollectorApi.Alert alert : collector.alertsSince(since)) {
          if (!alert.firstRaised().isBefore(since)) {
            tell(alert);
          }
        }
      } while (!stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (IOException e) {
      failure = stop.getCount() == 0 ? null : e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(CollectorApi.Alert alert) {
    CollectorApi.Alert before;
    synchronized (seen) {
      before = seen.put(alert.id(), alert);
    }
    if (before == null) {
      story.alarm(
          "%s, after %d orders: severity %s, by the rules %s; it grows while the reads come in"
              .formatted(
                  alert.actor(),
                  alert.counts().values().iterator().next(),
                  alert.severity(),
                  String.join(" and ", alert.counts().keySet())));
    }
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

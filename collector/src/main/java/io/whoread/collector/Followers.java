package io.whoread.collector;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.whoread.collector.log.Follower;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.View;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Feeds every view from the log, from before the first request until after the last. */
@Component("views")
public class Followers implements SmartLifecycle, HealthIndicator {
  private final Log log;
  private final MeterRegistry meters;
  private final Map<String, Follower> followers = new ConcurrentSkipListMap<>();
  private final Map<String, List<Meter>> metersOf = new TreeMap<>();
  private boolean running;

  Followers(Log log, List<View> views, MeterRegistry meters) {
    this.log = log;
    this.meters = meters;
    views.forEach(view -> add(view.name(), view));
    Gauge.builder("whoread.log.entries", log, each -> each.entriesFrom(each.start()))
        .description("Entries of the log")
        .register(meters);
    Gauge.builder("whoread.log.written", log, each -> each.isWritten() ? 1 : 0)
        .description("1 where this collector writes the log, 0 while it stands by")
        .register(meters);
  }

  /**
   * Feeds a view, at once or from the start on.
   *
   * @param name of none that is fed
   */
  public synchronized void add(String name, View view) {
    Follower follower = new Follower(log, view, name);
    followers.put(name, follower);
    metersOf.put(
        name,
        List.of(
            Gauge.builder("whoread.view.lag", follower, Follower::lag)
                .description("Entries of the log that a view has not taken in yet")
                .tag("view", name)
                .register(meters),
            Gauge.builder("whoread.view.up", follower, f -> f.failure() == null ? 1 : 0)
                .description("1 while a view is fed from the log, 0 while it stands still")
                .tag("view", name)
                .register(meters),
            FunctionCounter.builder("whoread.view.failures", follower, Follower::failures)
                .description("How often feeding a view has failed")
                .tag("view", name)
                .register(meters)));
    if (running) {
      follower.start();
    }
  }

  /** Feeds a view no more; it stays open. */
  public synchronized void remove(String name) {
    followers.get(name).close();
    followers.remove(name);
    metersOf.remove(name).forEach(meters::remove);
  }

  /** Whether a view has taken in all that is in the log now. */
  public boolean caughtUp(View view) {
    long end = log.end();
    return followers.values().stream()
        .anyMatch(follower -> follower.view() == view && !log.isBefore(follower.position(), end));
  }

  /** Names of the views that stand still. */
  public List<String> standingStill() {
    return followers.values().stream()
        .filter(follower -> follower.failure() != null)
        .map(Follower::name)
        .toList();
  }

  @Override
  public synchronized void start() {
    followers.values().forEach(Follower::start);
    running = true;
  }

  @Override
  public synchronized void stop() {
    followers.values().forEach(Follower::close);
    running = false;
  }

  @Override
  public synchronized boolean isRunning() {
    return running;
  }

  /** Before the web server, and so stopped after it. */
  @Override
  public int getPhase() {
    return 0;
  }

  /** Down where a view stands still. */
  @Override
  public Health health() {
    Health.Builder health = Health.up();
    followers.forEach(
        (name, follower) -> {
          if (follower.failure() != null) {
            health.down();
          }
          health.withDetail(name, follower.position());
        });
    return health.build();
  }
}

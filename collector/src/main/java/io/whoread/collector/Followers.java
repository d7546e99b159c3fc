package io.whoread.collector;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.whoread.collector.log.Follower;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.View;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Feeds every view from the log, from before the first request until after the last. */
@Component("views")
public class Followers implements SmartLifecycle, HealthIndicator {
  private final LocalLog log;
  private final List<Follower> followers;
  private volatile boolean running;

  Followers(LocalLog log, List<View> views, MeterRegistry meters) {
    this.log = log;
    this.followers = views.stream().map(view -> new Follower(log, view)).toList();
    for (Follower follower : followers) {
      Gauge.builder("whoread.view.lag", follower, Follower::lag)
          .description("Entries of the log that a view has not taken in yet")
          .tag("view", follower.view().name())
          .register(meters);
      Gauge.builder("whoread.view.up", follower, f -> f.failure() == null ? 1 : 0)
          .description("1 while a view is fed from the log, 0 while it stands still")
          .tag("view", follower.view().name())
          .register(meters);
      FunctionCounter.builder("whoread.view.failures", follower, Follower::failures)
          .description("How often feeding a view has failed")
          .tag("view", follower.view().name())
          .register(meters);
    }
    Gauge.builder("whoread.log.entries", log, LocalLog::end)
        .description("Position behind the last entry of the log")
        .register(meters);
  }

  /** Whether a view has taken in all that is in the log now. */
  public boolean caughtUp(View view) {
    long end = log.end();
    return followers.stream()
        .anyMatch(follower -> follower.view() == view && follower.position() >= end);
  }

  /** Names of the views that stand still. */
  public List<String> standingStill() {
    return followers.stream()
        .filter(follower -> follower.failure() != null)
        .map(follower -> follower.view().name())
        .toList();
  }

  @Override
  public void start() {
    followers.forEach(Follower::start);
    running = true;
  }

  @Override
  public void stop() {
    followers.forEach(Follower::close);
    running = false;
  }

  @Override
  public boolean isRunning() {
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
    for (Follower follower : followers) {
      if (follower.failure() != null) {
        health.down();
      }
      health.withDetail(follower.view().name(), follower.position());
    }
    return health.build();
  }
}

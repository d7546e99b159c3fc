package io.whoread.collector.ingest;

import io.whoread.collector.log.Log;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Down once the log takes nothing more: only a restart helps. */
@Component("logWritable")
class LogHealth implements HealthIndicator {
  private final Log log;

  LogHealth(Log log) {
    this.log = log;
  }

  @Override
  public Health health() {
    return log.failure() == null ? Health.up().build() : Health.down().build();
  }
}

package io.whoread.collector.ingest;

import io.whoread.collector.log.Log;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Down once the log takes nothing more, out of service while another collector writes it. */
@Component("logWritable")
public class LogHealth implements HealthIndicator {
  private final Log log;

  LogHealth(Log log) {
    this.log = log;
  }

  @Override
  public Health health() {
    if (!log.isWritten()) {
      return Health.outOfService().build();
    }
    return log.failure() == null ? Health.up().build() : Health.down().build();
  }
}

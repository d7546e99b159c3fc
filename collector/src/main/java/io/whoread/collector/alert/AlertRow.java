package io.whoread.collector.alert;

import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.life.Life;
import java.time.Instant;

/**
 * The newest revision of an alert, and how it stands.
 *
 * @param position of that revision's entry in the log
 * @param received when the log took it, by the collector's clock
 */
public record AlertRow(Alert alert, long position, Instant received, Life life) {
  AlertRow with(Life life) {
    return new AlertRow(alert, position, received, life);
  }
}

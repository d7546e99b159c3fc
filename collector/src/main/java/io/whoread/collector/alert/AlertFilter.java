package io.whoread.collector.alert;

import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Severity;
import java.time.Instant;

/**
 * Which alerts. Null means any.
 *
 * @param from together with {@code to} the half-open interval of event time that the reads of the
 *     alert must overlap
 * @param rule a rule that one of its signals must come from: "bulk"
 * @param least the lowest severity wanted
 */
public record AlertFilter(
    Instant from, Instant to, String actor, String role, String rule, Severity least) {
  public static final AlertFilter ANY = new AlertFilter(null, null, null, null, null, null);

  public AlertFilter ofActor(String id) {
    return new AlertFilter(from, to, id, role, rule, least);
  }

  boolean accepts(Alert alert) {
    return (from == null || millis(alert.getTo()) >= from.toEpochMilli())
        && (to == null || millis(alert.getFrom()) < to.toEpochMilli())
        && (actor == null || actor.equals(alert.getActor()))
        && (role == null || role.equals(alert.getRole()))
        && (least == null || alert.getSeverityValue() >= least.getNumber())
        && (rule == null
            || alert.getSignalsList().stream().anyMatch(s -> rule.equals(s.getRule())));
  }

  private static long millis(com.google.protobuf.Timestamp time) {
    return com.google.protobuf.util.Timestamps.toMillis(time);
  }
}

package io.whoread.collector.alert;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.index.ActorId;
import io.whoread.collector.life.Standing;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which alerts. Null means any.
 *
 * @param from together with {@code to} the half-open interval of event time that the reads of the
 *     alert must overlap
 * @param rule a rule that one of its signals must come from: "bulk"
 * @param least the lowest severity wanted
 * @param standings how far they may have come; those that are part of another only where asked for
 * @param assignee login name of whose turn it is, or who looks into it
 * @param notOn an actor whose alerts are not wanted
 */
public record AlertFilter(
    Instant from,
    Instant to,
    String actor,
    String role,
    String rule,
    Severity least,
    Set<Standing> standings,
    String assignee,
    ActorId notOn) {
  /** All but those that are part of another. */
  private static final Set<Standing> WHOLE =
      Set.copyOf(EnumSet.complementOf(EnumSet.of(Standing.MERGED)));

  public static final AlertFilter ANY = new AlertFilter(null, null, null, null, null, null);

  public AlertFilter(
      Instant from, Instant to, String actor, String role, String rule, Severity least) {
    this(from, to, actor, role, rule, least, WHOLE, null, null);
  }

  public AlertFilter ofActor(String id) {
    return new AlertFilter(from, to, id, role, rule, least, standings, assignee, notOn);
  }

  public AlertFilter standing(Collection<Standing> wanted) {
    return new AlertFilter(from, to, actor, role, rule, least, Set.copyOf(wanted), assignee, notOn);
  }

  /**
   * @param user login name; null for anybody's
   */
  public AlertFilter of(String user) {
    return new AlertFilter(from, to, actor, role, rule, least, standings, user, notOn);
  }

  /**
   * @param one null for nobody
   */
  public AlertFilter notOn(ActorId one) {
    return new AlertFilter(from, to, actor, role, rule, least, standings, assignee, one);
  }

  boolean accepts(AlertRow row) {
    Alert alert = row.alert();
    return (from == null || millis(alert.getTo()) >= from.toEpochMilli())
        && (to == null || millis(alert.getFrom()) < to.toEpochMilli())
        && (actor == null || actor.equals(alert.getActor()))
        && (role == null || role.equals(alert.getRole()))
        && (least == null || alert.getSeverityValue() >= least.getNumber())
        && standings.contains(row.life().standing())
        && (assignee == null || row.life().concerns(assignee))
        && (notOn == null || !isOn(alert, notOn))
        && (rule == null
            || alert.getSignalsList().stream().anyMatch(s -> rule.equals(s.getRule())));
  }

  private static boolean isOn(Alert alert, ActorId one) {
    return alert.getActor().equals(one.id()) && alert.getRole().equals(one.role());
  }

  private static long millis(Timestamp time) {
    return Timestamps.toMillis(time);
  }
}

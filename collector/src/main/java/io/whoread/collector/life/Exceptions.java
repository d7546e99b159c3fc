package io.whoread.collector.life;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.log.v1.AlertException;
import io.whoread.collector.log.v1.AlertStep;
import io.whoread.collector.state.v1.GrantState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is known to be in order for a while, folded from the steps of people in the order of the
 * log. It knows no clock: who asks says of which time, by the reads' own time.
 *
 * <p>An exception is taken back, for all times, by a step that ends it, by one that opens the alert
 * again for which it was made, and by one that confirms that alert as misuse. At most {@link #MOST}
 * are kept: then the oldest goes.
 *
 * <p>One thread at a time.
 */
public final class Exceptions {
  public static final int MOST = 10_000;

  public static final Duration LONGEST = Duration.ofDays(366);

  /** Reads that come this much late are judged no more. */
  private static final long LATEST_MS = Duration.ofDays(14).toMillis();

  private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");

  private final Map<String, Grant> byId = new LinkedHashMap<>();
  private final Map<String, List<Grant>> byScope = new HashMap<>();

  Exceptions() {}

  /**
   * An exception, and where it comes from.
   *
   * @param alert id of the alert that it was made for
   * @param user login name of who made it
   * @param position of its step in the log
   * @param receivedMs when that was, by the collector's clock, in milliseconds since 1970
   */
  public record Grant(
      AlertException exception, String alert, String user, long position, long receivedMs) {
    static Grant of(GrantState state) {
      return new Grant(
          state.getException(),
          state.getAlert(),
          state.getUser(),
          state.getPosition(),
          state.getReceivedMs());
    }

    GrantState state() {
      return GrantState.newBuilder()
          .setException(exception)
          .setAlert(alert)
          .setUser(user)
          .setPosition(position)
          .setReceivedMs(receivedMs)
          .build();
    }

    private boolean holds(Signal signal, String operation) {
      return Timestamps.compare(signal.getFrom(), exception.getFrom()) >= 0
          && Timestamps.compare(signal.getTo(), exception.getUntil()) < 0
          && signal.getObserved() <= exception.getAtMost()
          && exception.getRulesList().contains(signal.getRule())
          && (exception.getOperation().isEmpty() || exception.getOperation().equals(operation));
    }

    private String scope() {
      return exception.getActor().isEmpty()
          ? group(exception.getGroup())
          : actor(exception.getRole(), exception.getActor());
    }
  }

  private static String actor(String role, String actor) {
    return role + '\n' + actor;
  }

  private static String group(String group) {
    return "\n\n" + group;
  }

  /** Whether there is any exception for somebody, or for the group. */
  public boolean concern(String role, String actor, String group) {
    return !byId.isEmpty()
        && (byScope.containsKey(actor(role, actor)) || byScope.containsKey(group(group)));
  }

  /**
   * The exceptions within which a signal is: its count is no higher than what is in order, and its
   * first and last read within their time. Where reads came through several operations, each is
   * asked for by itself.
   *
   * @param actor id; empty for whoever could not be named, for whom only exceptions of the group
   *     hold
   * @return none where a part of the signal is within none
   */
  public Set<Grant> holding(String role, String actor, String group, Signal signal) {
    return holding(role, actor, group, signal, grant -> true);
  }

  private Set<Grant> holding(
      String role, String actor, String group, Signal signal, Predicate<Grant> which) {
    Set<Grant> holding = new LinkedHashSet<>();
    for (String operation : operations(signal)) {
      Grant found =
          Stream.of(actor(role, actor), group(group))
              .flatMap(scope -> byScope.getOrDefault(scope, List.of()).stream())
              .filter(grant -> grant.holds(signal, operation) && which.test(grant))
              .findFirst()
              .orElse(null);
      if (found == null) {
        return Set.of();
      }
      holding.add(found);
    }
    return holding;
  }

  /**
   * Whether a signal of an alert is within exceptions that were made for it.
   *
   * @param madeFor the alert, or the one that it is part of
   */
  boolean covers(Alert alert, Signal signal, String madeFor) {
    return !holding(
            alert.getRole(),
            alert.getActor(),
            alert.getGroup(),
            signal,
            grant -> grant.alert().equals(madeFor))
        .isEmpty();
  }

  private static List<String> operations(Signal signal) {
    return signal.getOperationsCount() == 0 ? List.of("") : signal.getOperationsList();
  }

  /** Those that were not taken back, whether or not their time has come or is over. */
  public List<Grant> all() {
    return List.copyOf(byId.values());
  }

  /** By its id; empty where there is none, or it was taken back. */
  public Optional<Grant> get(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Whether an exception is one that can be kept. */
  static boolean isWhole(AlertException exception) {
    long length =
        Timestamps.isValid(exception.getFrom()) && Timestamps.isValid(exception.getUntil())
            ? Timestamps.toMillis(exception.getUntil()) - Timestamps.toMillis(exception.getFrom())
            : 0;
    return ID.matcher(exception.getId()).matches()
        && exception.getRulesCount() > 0
        && exception.getAtMost() > 0
        && length > 0
        && length <= LONGEST.toMillis()
        && !(exception.getActor().isEmpty() && exception.getGroup().isEmpty());
  }

  void grant(Grant grant) {
    Iterator<Grant> old = byId.values().iterator();
    List<Grant> over = new ArrayList<>();
    while (old.hasNext()) {
      Grant each = old.next();
      if (Timestamps.toMillis(each.exception().getUntil()) < grant.receivedMs() - LATEST_MS) {
        over.add(each);
      }
    }
    over.forEach(this::take);
    if (byId.size() >= MOST) {
      take(byId.values().iterator().next());
    }
    put(grant);
  }

  void put(Grant grant) {
    byId.put(grant.exception().getId(), grant);
    byScope.computeIfAbsent(grant.scope(), unused -> new ArrayList<>()).add(grant);
  }

  /**
   * Takes one back.
   *
   * @return false where there is none such, made for that alert
   */
  boolean end(AlertStep step) {
    Grant grant = byId.get(step.getException().getId());
    if (grant == null || !grant.alert().equals(step.getAlert())) {
      return false;
    }
    take(grant);
    return true;
  }

  /** Takes back what was made for an alert. */
  void endAll(String alert) {
    all().stream().filter(grant -> grant.alert().equals(alert)).forEach(this::take);
  }

  private void take(Grant grant) {
    byId.remove(grant.exception().getId());
    List<Grant> same = byScope.get(grant.scope());
    same.remove(grant);
    if (same.isEmpty()) {
      byScope.remove(grant.scope());
    }
  }
}

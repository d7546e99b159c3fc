package io.whoread.collector.detect;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.detect.v1.Actor;
import io.whoread.collector.detect.v1.Met;
import io.whoread.collector.detect.v1.Read;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * By actor: through which services, operations and networks somebody reads, and which of them were
 * new lately. What is new is no alert: it stands beside one, and adds to the risk.
 *
 * <p>For the rule's time of learning an actor that is new is learnt, and so is what comes from a
 * service that is. An operation that nobody has used for longer than that is a release, and new for
 * everybody. A network is as {@link Places#network} has it.
 */
final class FirstTimes {
  /** Name of the rule. */
  static final String RULE = "first-time";

  /** What was new so long before an alert's first read still belongs to the alert. */
  private static final long BEFORE_MS = RecentReads.DAY_MS;

  private static final long KEPT_MS = 60 * RecentReads.DAY_MS;
  private static final int MOST_OPERATIONS = 20_000;

  final RowState<String, Familiar> actors;

  /** Operations of all services, with the time since when somebody uses them. */
  final LiveState<String, Met> operations;

  private final Rules rules;
  private final long learnMs;
  private final ActorKeys keys;

  private Read last;

  FirstTimes(Rules rules, Rows<String> rows, ActorKeys keys) {
    this.keys = keys;
    this.rules = rules;
    this.learnMs = rules.learnDays().getOrDefault(RULE, 0) * RecentReads.DAY_MS;
    this.actors = rows.column(11, Familiar.CODEC);
    this.operations = new LiveState<>();
  }

  void accept(Read read) {
    if (isLikeTheLast(read)) {
      return;
    }
    last = read;
    Actor actor = read.getActor();
    if (actor.getId().isEmpty() || !rules.counts(RULE, actor.getRole())) {
      return;
    }
    String key = keys.of(actor);
    long time = read.getTimeMs();
    Familiar familiar = actors.get(key);
    if (familiar == null) {
      familiar = new Familiar(time);
    }
    int service = read.getService().hashCode();
    int operation = 31 * service + read.getOperation().hashCode();
    if (!familiar.isAgain(31 * operation + read.getAddress().hashCode(), time)) {
      boolean known =
          time >= familiar.since() + learnMs && time >= read.getWatchedSinceMs() + learnMs;
      boolean newService = familiar.meet(Familiar.Kind.SERVICE, service);
      if (newService && known) {
        familiar.tell(Familiar.Kind.SERVICE, read.getService(), time);
      }
      // Of a service that is new, everything is.
      if (familiar.meet(Familiar.Kind.OPERATION, operation)
          && isOld(read.getService() + ' ' + read.getOperation(), time)
          && known
          && !newService) {
        familiar.tell(Familiar.Kind.OPERATION, read.getOperation(), time);
      }
      String network = Places.network(read.getAddress());
      if (!network.isEmpty() && familiar.meet(Familiar.Kind.NETWORK, network.hashCode()) && known) {
        familiar.tell(Familiar.Kind.NETWORK, network + rest(network), time);
      }
    }
    actors.put(key, familiar);
  }

  private static String rest(String network) {
    return network.indexOf(':') >= 0 ? "::/32" : ".0.0/16";
  }

  /** The reads of one access follow each other, and share the very words. */
  private boolean isLikeTheLast(Read read) {
    return last != null
        && read.getActor() == last.getActor()
        && read.getOperation() == last.getOperation()
        && read.getService() == last.getService()
        && read.getAddress() == last.getAddress();
  }

  /** Whether an operation has long been in use; from now on it is. */
  private boolean isOld(String operation, long time) {
    Met met = operations.get(operation);
    if (met == null) {
      operations.put(operation, Met.newBuilder().setSinceMs(time).build());
      return false;
    }
    return time >= met.getSinceMs() + learnMs;
  }

  /**
   * What was new for an actor when an alert's reads began, or within a day before, or since.
   *
   * @param from first read of the alert, {@code to} its last
   */
  Optional<Signal> beside(String actor, long from, long to) {
    Familiar familiar = actors.get(actor);
    List<Familiar.First> firsts =
        familiar == null
            ? List.of()
            : familiar.firsts().stream()
                .filter(first -> first.time() >= from - BEFORE_MS && first.time() <= to)
                .sorted(Comparator.comparingLong(Familiar.First::time))
                .toList();
    if (firsts.isEmpty()) {
      return Optional.empty();
    }
    Signal.Builder signal =
        Signal.newBuilder()
            .setRule(RULE)
            .setFrom(Timestamps.fromMillis(firsts.getFirst().time()))
            .setTo(Timestamps.fromMillis(firsts.getLast().time()))
            .setObserved(firsts.size())
            .setScore(firsts.size() * rules.risk().firstTime())
            .setAccompanies(true);
    for (Familiar.Kind kind : Familiar.Kind.values()) {
      String names =
          firsts.stream()
              .filter(first -> first.kind() == kind)
              .map(Familiar.First::name)
              .collect(Collectors.toCollection(TreeSet::new))
              .stream()
              .collect(Collectors.joining(", "));
      if (!names.isEmpty()) {
        signal.putFacts(kind.fact(), names);
      }
    }
    return Optional.of(signal.build());
  }

  /** Forgets the oldest where there are too many. */
  void bound() {
    Forgetting.bound(actors, Familiar::last, Forgetting.MOST_ACTORS);
    Forgetting.bound(operations, Met::getSinceMs, MOST_OPERATIONS);
  }

  /** Once a day of event time. */
  void forget(long now) {
    actors.removeIf((actor, familiar) -> familiar.last() < now - KEPT_MS);
  }
}

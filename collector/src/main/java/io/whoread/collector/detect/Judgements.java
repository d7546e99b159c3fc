package io.whoread.collector.detect;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.detect.v1.Actor;
import io.whoread.collector.detect.v1.Finding;
import io.whoread.collector.detect.v1.HeldState;
import io.whoread.collector.life.Exceptions;
import io.whoread.collector.life.Lives;
import io.whoread.collector.log.v1.AlertStep;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What people have judged so far, as the log has it: beside the stages, which heed it. What is in
 * order by an exception is counted and learnt, and alerts on nobody.
 */
final class Judgements {
  private final LocalDays clock;

  /** By id of an exception, what it held back. */
  final LiveState<String, HeldState> held;

  /** The same, for other threads. */
  private final Map<String, Integer> shown = new ConcurrentHashMap<>();

  private Lives lives = new Lives(Lives.MOST);

  Judgements(ZoneId zone) {
    clock = new LocalDays(zone);
    held = new LiveState<>();
  }

  Lives lives() {
    return lives;
  }

  /** Goes on from a snapshot, whose other parts have been taken in. */
  void lives(Lives known) {
    lives = known;
    held.forEach((id, state) -> shown.put(id, state.getCount()));
  }

  /** Hands all that is known over to one with other rules. */
  void moveTo(Judgements other) {
    held.moveTo(other.held);
    other.lives(lives);
  }

  /** Takes in an alert of the log. */
  void seen(Alert alert) {
    lives.apply(alert);
  }

  /**
   * Takes in a step of the log.
   *
   * @return what is known by it to have been misuse; empty where nothing is
   */
  Optional<Misuse> step(AlertStep step, long position, long received) {
    boolean counts = lives.apply(step, position, received);
    return counts && step.getKind() == AlertStep.Kind.CONFIRMED
        ? lives
            .get(step.getAlert())
            .map(life -> new Misuse(life.who(), lives.since(step.getAlert())))
        : Optional.empty();
  }

  /**
   * Reads that were misuse.
   *
   * @param who as {@link Actors#key} has it
   * @param since time of the first read, in milliseconds since 1970
   */
  record Misuse(String who, long since) {}

  /**
   * A finding without the signals that are in order by an exception.
   *
   * @param shown completes them with the operations that the reads came through
   */
  Finding without(Finding finding, EpisodeStage.Shown shown) {
    Actor actor = finding.getActor();
    if (!lives.exceptions().concern(actor.getRole(), actor.getId(), finding.getGroup())) {
      return finding;
    }
    Finding.Builder left = finding.toBuilder().clearSignals();
    List<Signal> complete = shown.of(finding, finding.getSignalsList());
    for (int i = 0; i < complete.size(); i++) {
      Signal signal = complete.get(i);
      Set<Exceptions.Grant> grants =
          lives.exceptions().holding(actor.getRole(), actor.getId(), finding.getGroup(), signal);
      if (grants.isEmpty()) {
        left.addSignals(finding.getSignals(i));
      } else if (EpisodeStage.speaks(signal)) {
        grants.forEach(grant -> count(grant.exception().getId(), actor, signal));
      }
    }
    return left.build();
  }

  /** An actor counts once a day. */
  private void count(String exception, Actor actor, Signal signal) {
    int day = clock.day(Timestamps.toMillis(signal.getTo()));
    HeldState before = held.get(exception);
    HeldState.Builder now = before == null ? HeldState.newBuilder() : before.toBuilder();
    if (day > now.getDay()) {
      now.setDay(day).clearActors();
    }
    int who = Actors.hash(actor);
    if (day == now.getDay() && !now.getActorsList().contains(who)) {
      now.addActors(who).setCount(now.getCount() + 1);
      held.put(exception, now.build());
      shown.put(exception, now.getCount());
    }
  }

  /** On how many days of an actor an exception held an alert back. Any thread. */
  int heldBack(String exception) {
    return shown.getOrDefault(exception, 0);
  }

  /** Once a day: of exceptions that are gone nothing need be known. */
  void forget() {
    held.removeIf((id, state) -> lives.exceptions().get(id).isEmpty());
    shown.keySet().removeIf(id -> lives.exceptions().get(id).isEmpty());
  }
}

package io.whoread.collector.life;

import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.log.v1.AlertStep;
import io.whoread.collector.log.v1.AlertStep.Kind;
import io.whoread.collector.state.v1.GrantState;
import io.whoread.collector.state.v1.LifeState;
import io.whoread.collector.state.v1.LivesState;
import io.whoread.collector.state.v1.ToldState;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How alerts stand, and what is in order for a while: alerts and steps of the log, folded in its
 * order. Whoever folds the same entries has the same, the list of alerts and the detector alike,
 * also from a {@link #state snapshot}. It knows neither clock nor disk.
 *
 * <p>A step that is not allowed where it lies in the log is passed over: see {@link Life}. Alerts
 * are merged where both are on the same actor, and that into which the other goes is neither judged
 * nor about to be, nor itself part of a third.
 *
 * <p>Kept are the {@code capacity} alerts that were raised or grew last; steps on others are passed
 * over, but for the end of an exception. One thread at a time.
 */
public final class Lives {
  /** How many alerts are usually kept: some kilobyte each. */
  public static final int MOST = 20_000;

  private final int capacity;
  private final Exceptions exceptions = new Exceptions();

  /** In the order in which they were raised or grew. */
  private final Map<String, Life> lives = new LinkedHashMap<>();

  /**
   * @param capacity how many alerts are kept, from 1
   */
  public Lives(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity from 1, not " + capacity);
    }
    this.capacity = capacity;
  }

  /** As they were when the snapshot was taken. */
  public static Lives of(LivesState state, int capacity) {
    Lives lives = new Lives(capacity);
    for (LifeState each : state.getLivesList()) {
      lives.lives.put(each.getAlert(), new Life(each));
    }
    for (GrantState each : state.getGrantsList()) {
      lives.exceptions.put(Exceptions.Grant.of(each));
    }
    return lives;
  }

  /** A snapshot. */
  public LivesState state() {
    LivesState.Builder state = LivesState.newBuilder();
    lives.values().forEach(life -> state.addLives(life.state()));
    exceptions.all().forEach(grant -> state.addGrants(grant.state()));
    return state.build();
  }

  /** How an alert stands, by its id; empty where it is not kept. */
  public Optional<Life> get(String alert) {
    return Optional.ofNullable(lives.get(alert));
  }

  /** What is in order for a while. */
  public Exceptions exceptions() {
    return exceptions;
  }

  /**
   * Takes in a revision of an alert.
   *
   * @return id of the alert that opened again by it, this one or the one that it is part of; empty
   *     where none did
   */
  public Optional<String> apply(Alert alert) {
    Life before = lives.remove(alert.getId());
    lives.put(alert.getId(), before == null ? Life.of(alert) : before.grown(alert));
    if (before == null) {
      if (lives.size() > capacity) {
        Iterator<String> oldest = lives.keySet().iterator();
        oldest.next();
        oldest.remove();
      }
      return Optional.empty();
    }
    Life whole = whole(lives.get(alert.getId()));
    if (whole == null || !whole.isExceededBy(alert, exceptions)) {
      return Optional.empty();
    }
    lives.put(whole.alert(), whole.exceeded(alert.getRevision()));
    return Optional.of(whole.alert());
  }

  /** The alert that one is in the end part of; null where that is kept no more. */
  private Life whole(Life life) {
    Life whole = life;
    while (whole != null && !whole.into().isEmpty()) {
      whole = lives.get(whole.into());
    }
    return whole;
  }

  /**
   * Takes in a step.
   *
   * @param position of its entry in the log
   * @param receivedMs of that entry
   * @return false where it is not allowed and was passed over
   */
  public boolean apply(AlertStep step, long position, long receivedMs) {
    if (step.getKind() == Kind.EXCEPTION_ENDED) {
      return exceptions.end(step);
    }
    Life life = lives.get(step.getAlert());
    if (life == null || !life.allows(step) || !fits(life, step)) {
      return false;
    }
    lives.put(step.getAlert(), life.after(step, position, toldByAll(life)));
    switch (step.getKind()) {
      case EXPLAINED -> {
        if (step.hasException()) {
          exceptions.grant(
              new Exceptions.Grant(
                  step.getException(), step.getAlert(), step.getUser(), position, receivedMs));
        }
      }
      case CONFIRMED, REOPENED -> exceptions.endAll(step.getAlert());
      default -> {}
    }
    return true;
  }

  private boolean fits(Life life, AlertStep step) {
    return switch (step.getKind()) {
      case MERGED -> mayMerge(life, lives.get(step.getInto()));
      case EXPLAINED ->
          !step.hasException()
              || Exceptions.isWhole(step.getException())
                  && life.mayExcept(step.getException())
                  && exceptions.get(step.getException().getId()).isEmpty();
      default -> true;
    };
  }

  /** Whether an alert may become part of another. */
  public static boolean mayMerge(Life life, Life into) {
    return into != null
        && !into.alert().equals(life.alert())
        && into.isOnSame(life)
        && !into.standing().isSettled()
        && into.standing() != Standing.PROPOSED;
  }

  /**
   * When the first read was of which an alert tells that is kept, or one that is part of it, in
   * milliseconds since 1970.
   */
  public long since(String alert) {
    long first = lives.get(alert).since();
    for (Life part : parts(alert)) {
      first = Math.min(first, part.since());
    }
    return first;
  }

  /** Whether an alert, or the one that it is part of, is explained. */
  public boolean isExplained(String alert) {
    Life life = lives.get(alert);
    Life whole = life == null ? null : whole(life);
    return whole != null && whole.standing() == Standing.EXPLAINED;
  }

  private Map<String, ToldState> toldByAll(Life life) {
    Map<String, ToldState> told = life.state().getToldMap();
    for (Life part : parts(life.alert())) {
      told = Life.together(told, part.state().getToldMap());
    }
    return told;
  }

  /** The alerts that are in the end part of one. */
  public List<Life> parts(String alert) {
    List<Life> parts = new ArrayList<>();
    for (Life life : lives.values()) {
      Life whole = life.into().isEmpty() ? null : whole(life);
      if (whole != null && whole.alert().equals(alert)) {
        parts.add(life);
      }
    }
    return parts;
  }
}

package io.whoread.collector.alert;

import io.whoread.collector.log.v1.AlertStep;
import io.whoread.collector.state.v1.AlertState;
import io.whoread.collector.state.v1.StepState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What people did about each alert. Of one alert the newest {@link #MOST_OF_ONE} steps are kept, of
 * all together {@link #MOST}: beyond that, those of the alert go that was longest without one. The
 * log has them all.
 */
final class Steps {
  static final int MOST_OF_ONE = 100;
  static final int MOST = 100_000;

  private final int most;
  private final Map<String, History> byAlert = new HashMap<>();

  /** Alerts with steps, the one that has been longest without one first. */
  private final Set<String> order = new LinkedHashSet<>();

  private int count;

  /**
   * @param most how many are kept of all alerts together
   */
  Steps(int most) {
    this.most = most;
  }

  /**
   * The steps of one alert.
   *
   * @param earlier how many came before those kept
   */
  record History(List<Step> steps, int earlier) {
    static final History NONE = new History(List.of(), 0);
  }

  History of(String alert) {
    return byAlert.getOrDefault(alert, History.NONE);
  }

  void add(Step step) {
    String alert = step.step().getAlert();
    History before = of(alert);
    List<Step> steps = new ArrayList<>(before.steps());
    steps.add(step);
    int earlier = before.earlier();
    if (steps.size() > MOST_OF_ONE) {
      steps.removeFirst();
      earlier++;
    } else {
      count++;
    }
    byAlert.put(alert, new History(List.copyOf(steps), earlier));
    order.remove(alert);
    order.add(alert);
    Iterator<String> oldest = order.iterator();
    while (count > most) {
      forget(oldest);
    }
  }

  private void forget(Iterator<String> oldest) {
    String alert = oldest.next();
    oldest.remove();
    History history = byAlert.get(alert);
    count -= history.steps().size();
    byAlert.put(alert, new History(List.of(), history.earlier() + history.steps().size()));
  }

  /** An alert is kept no more. */
  void remove(String alert) {
    History history = byAlert.remove(alert);
    order.remove(alert);
    count -= history == null ? 0 : history.steps().size();
  }

  /** Alerts of which a step kept is one that is wanted. */
  List<String> having(Predicate<AlertStep> wanted) {
    return order.stream()
        .filter(alert -> of(alert).steps().stream().anyMatch(each -> wanted.test(each.step())))
        .toList();
  }

  void save(String alert, AlertState.Builder into) {
    History history = of(alert);
    into.setEarlier(history.earlier());
    for (Step each : history.steps()) {
      into.addSteps(
          StepState.newBuilder()
              .setPosition(each.position())
              .setReceivedMs(each.received().toEpochMilli())
              .setStep(each.step()));
    }
  }

  void load(Iterable<AlertState> alerts) {
    List<Step> steps = new ArrayList<>();
    for (AlertState alert : alerts) {
      for (StepState each : alert.getStepsList()) {
        steps.add(
            new Step(
                each.getPosition(), Instant.ofEpochMilli(each.getReceivedMs()), each.getStep()));
      }
      if (alert.getEarlier() > 0) {
        byAlert.put(alert.getAlert().getId(), new History(List.of(), alert.getEarlier()));
      }
    }
    steps.sort((one, other) -> Long.compare(one.position(), other.position()));
    steps.forEach(this::add);
  }
}

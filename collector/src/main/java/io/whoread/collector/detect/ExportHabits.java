package io.whoread.collector.detect;

import io.whoread.collector.detect.v1.ExportHabit;
import io.whoread.collector.detect.v1.GroupState;
import io.whoread.collector.detect.v1.Report;
import io.whoread.collector.detect.v1.Weights;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * What a group exports, by the operation that it does so with. Exports are rare and large: a
 * statement at the end of a month is beyond whatever anybody reads on an ordinary day, and no less
 * a part of the work. So they are remembered for longer than days are, and by themselves.
 */
final class ExportHabits {
  /** A day weighs half after three months. */
  private static final double DECAY = Math.pow(0.5, 1 / 90.0);

  /**
   * So many days on which somebody exported make a habit: three, of which time has taken a little.
   */
  private static final double FEWEST = 2.5;

  private static final double SPREADS = 2;

  /** Operations that are remembered; those that are used least go first. */
  private static final int MOST = 32;

  private static final class Habit {
    float[] weights = new float[GroupHabits.CLASSES];
    int day;

    void age(int to) {
      if (to > day) {
        float decay = (float) Math.pow(DECAY, to - day);
        for (int c = 0; c < weights.length; c++) {
          weights[c] *= decay;
        }
        day = to;
      }
    }

    double days() {
      double sum = 0;
      for (float weight : weights) {
        sum += weight;
      }
      return sum;
    }
  }

  private final Map<Integer, Habit> byOperation = new HashMap<>();

  /** Takes in what an actor exported in a day through one operation. */
  void add(int day, Report.Export export) {
    Habit habit = byOperation.get(export.getOperation());
    if (habit == null) {
      if (byOperation.size() == MOST) {
        byOperation.values().forEach(each -> each.age(day));
        Comparator<Map.Entry<Integer, Habit>> byDays =
            Comparator.comparingDouble(each -> each.getValue().days());
        byOperation.remove(
            byOperation.entrySet().stream()
                .min(byDays.thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey());
      }
      habit = new Habit();
      habit.day = day;
      byOperation.put(export.getOperation(), habit);
    }
    habit.age(day);
    habit.weights[GroupHabits.classOf(export.getSubjects())] += 1;
  }

  /** How many of a count's subjects were exported as the group does. */
  long ordinary(Report.Count count) {
    long ordinary = 0;
    for (Report.Exported exported : count.getExportedList()) {
      if (exported.getMost() <= limit(exported.getOperation())) {
        ordinary += exported.getSubjects();
      }
    }
    return ordinary;
  }

  private double limit(int operation) {
    Habit habit = byOperation.get(operation);
    double days = habit == null ? 0 : habit.days();
    return days < FEWEST ? 0 : GroupHabits.normal(habit.weights, days).above(SPREADS);
  }

  /** About how many bytes of heap it takes. */
  int heap() {
    return 60 + byOperation.size() * (120 + Float.BYTES * GroupHabits.CLASSES);
  }

  ExportHabits copy() {
    ExportHabits copy = new ExportHabits();
    byOperation.forEach(
        (operation, habit) -> {
          Habit other = new Habit();
          other.day = habit.day;
          other.weights = habit.weights.clone();
          copy.byOperation.put(operation, other);
        });
    return copy;
  }

  void encode(GroupState.Builder state) {
    byOperation.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            each -> {
              Weights.Builder weights = Weights.newBuilder();
              for (float weight : each.getValue().weights) {
                weights.addWeight(weight);
              }
              state.addExports(
                  ExportHabit.newBuilder()
                      .setOperation(each.getKey())
                      .setDay(each.getValue().day)
                      .setWeights(weights));
            });
  }

  static ExportHabits decode(GroupState state) {
    ExportHabits habits = new ExportHabits();
    for (ExportHabit each : state.getExportsList()) {
      Habit habit = new Habit();
      habit.day = each.getDay();
      for (int c = 0; c < habit.weights.length; c++) {
        habit.weights[c] = each.getWeights().getWeight(c);
      }
      habits.byOperation.put(each.getOperation(), habit);
    }
    return habits;
  }
}

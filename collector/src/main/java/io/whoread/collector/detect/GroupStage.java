package io.whoread.collector.detect;

import io.whoread.collector.detect.v1.Report;
import io.whoread.collector.detect.v1.Signal;
import java.util.function.Consumer;

/**
 * By group: knows what is ordinary among peers and how busy everybody is today, and with that
 * judges the counts that an actor's own habits make suspicious.
 */
final class GroupStage implements Stage<String, Report, Signal> {
  /** The guess that stands for the habits of a group not known yet weighs as so many days. */
  private static final double GUESS_WEIGHT = 5;

  private static final double FAMILIAR = 0.2;

  private final Rules rules;
  private final KeyedState<String, GroupHabits> state;

  GroupStage(Rules rules, KeyedState<String, GroupHabits> state) {
    this.rules = rules;
    this.state = state;
  }

  @Override
  public String key(Report report) {
    return report.getGroup();
  }

  @Override
  public void accept(Report report, Consumer<Signal> next) {
    GroupHabits habits = state.get(key(report));
    if (habits == null) {
      habits = new GroupHabits(rules.measures().size());
    }
    switch (report.getContentCase()) {
      case DAY -> {
        Report.Day day = report.getDay();
        habits.add(day.getDay(), day.getHighestList(), day.getHoursList());
        state.put(key(report), habits);
      }
      case PACE -> {
        Report.Pace pace = report.getPace();
        habits.move(pace.getDay(), pace.getMeasure(), pace.getFromClass(), pace.getToClass());
        state.put(key(report), habits);
      }
      case EXCESS -> judge(report.getExcess(), habits, next);
      case CONTENT_NOT_SET -> {}
    }
  }

  private void judge(Report.Excess excess, GroupHabits habits, Consumer<Signal> next) {
    Measure measure = rules.measures().get(excess.getMeasure());
    Normal group = habits.normal(excess.getMeasure(), guess(measure), GUESS_WEIGHT);
    Normal own = new Normal(excess.getOwnDays(), excess.getOwnMiddle(), excess.getOwnSpread());
    double ordinaryLimit =
        Math.max(
            measure.floor(), own.leaningOn(group, rules.groupWeight()).above(measure.spreads()));
    double pace = habits.pace(excess.getDay(), excess.getMeasure(), excess.getOwnClass());
    double softening = measure.softening();
    double limit = Math.ceil((ordinaryLimit + softening) * pace - softening);
    var signal = odd(excess, habits);
    if (signal.getObserved() < limit) {
      return;
    }
    double doublings =
        Math.log((signal.getObserved() + softening) / (limit + softening)) / Math.log(2);
    var judged =
        signal.toBuilder()
            .setGroupNormal(group.ordinary())
            .setLimit(limit)
            .setScore((1 + doublings) * Forms.weight(signal));
    if (pace > 1) {
      judged.setGroupPace(pace);
    }
    next.accept(excess.getSignal().toBuilder().setSignal(judged).build());
  }

  /**
   * The signal, with only those subjects counted that were read at hours which are odd. An hour
   * outside the calendar in which the actor or its peers are often at work is no hour to speak of:
   * a fifth of the weeks, or of the presence at the group's busiest hour, makes it familiar.
   */
  private static io.whoread.collector.alert.v1.Signal odd(
      Report.Excess excess, GroupHabits habits) {
    var signal = excess.getSignal().getSignal();
    if (excess.getHoursCount() == 0) {
      return signal;
    }
    double odd = 0;
    double all = 0;
    for (Report.Hour hour : excess.getHoursList()) {
      double familiarity = Math.max(hour.getOwnShare(), habits.familiarity(hour.getHour()));
      odd += hour.getCount() * Math.max(0, 1 - familiarity / FAMILIAR);
      all += hour.getCount();
    }
    return signal.toBuilder().setObserved(Math.floor(signal.getObserved() * odd / all)).build();
  }

  /** Where nothing is known: the floor is an ordinary day, thrice the floor a busy one. */
  private static Normal guess(Measure measure) {
    return Normal.between(0, measure.floor(), 3.0 * measure.floor());
  }
}

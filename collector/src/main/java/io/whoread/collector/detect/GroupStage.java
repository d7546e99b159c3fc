package io.whoread.collector.detect;

import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.detect.v1.Finding;
import io.whoread.collector.detect.v1.Report;
import io.whoread.record.v1.Form;
import java.util.Set;
import java.util.function.Consumer;

/**
 * By group: knows what is ordinary among peers and how busy everybody is today, and with that
 * judges the counts that an actor's own habits make suspicious.
 */
final class GroupStage implements Stage<String, Report, Finding> {
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
  public void accept(Report report, Consumer<Finding> next) {
    GroupHabits habits = state.get(key(report));
    if (habits == null) {
      habits = new GroupHabits(rules.measures().size());
    }
    switch (report.getContentCase()) {
      case DAY -> {
        habits.add(report.getDay());
        state.put(key(report), habits);
      }
      case FORGOTTEN -> {
        habits.remove(report.getForgotten());
        state.put(key(report), habits);
      }
      case PACE -> {
        Report.Pace pace = report.getPace();
        habits.move(pace.getDay(), pace.getMeasure(), pace.getFromClass(), pace.getToClass());
        state.put(key(report), habits);
      }
      case PRESENT -> {
        Report.Present present = report.getPresent();
        habits.presence().add(present.getDay(), present.getHour());
        state.put(key(report), habits);
      }
      case EXCESS -> judge(report.getExcess(), habits, next);
      case CONTENT_NOT_SET -> {}
    }
  }

  private void judge(Report.Excess excess, GroupHabits habits, Consumer<Finding> next) {
    int actor = Actors.hash(excess.getFinding().getActor());
    if (!excess.getAlerted() && !anySpeaks(excess, actor, habits)) {
      return;
    }
    Finding.Builder finding = excess.getFinding().toBuilder();
    for (Report.Count count : excess.getCountsList()) {
      finding.addSignals(judged(count, actor, habits));
    }
    next.accept(finding.build());
  }

  /** Most counts prove ordinary, and nothing is made of them. */
  private boolean anySpeaks(Report.Excess excess, int actor, GroupHabits habits) {
    for (Report.Count count : excess.getCountsList()) {
      if (speaks(count, actor, habits)) {
        return true;
      }
    }
    return false;
  }

  private boolean speaks(Report.Count count, int actor, GroupHabits habits) {
    Measure measure = rules.measures().get(count.getMeasure());
    return !measure.knowsHabits()
        || (measure.isBySurprise()
            ? count.getSurprise() >= 1
            : weighed(count, actor, habits)
                >= limit(count, habits, measure, group(count, habits, measure)));
  }

  private static Normal group(Report.Count count, GroupHabits habits, Measure measure) {
    return habits.normal(count.getMeasure(), measure.guess(), GUESS_WEIGHT);
  }

  private double limit(Report.Count count, GroupHabits habits, Measure measure, Normal group) {
    Normal own = new Normal(count.getOwnDays(), count.getOwnMiddle(), count.getOwnSpread());
    if (measure.isOnce()) {
      return count.getTold() ? count.getSignal().getObserved() + 1 : measure.floor();
    }
    double ordinaryLimit =
        Math.max(
            measure.floor(), own.leaningOn(group, rules.groupWeight()).above(measure.spreads()));
    // Of a service that is new habits know nothing.
    double unknownLimit = measure.guess().above(measure.spreads());
    ordinaryLimit += count.getLearnt() * Math.max(0, unknownLimit - ordinaryLimit);
    double softening = measure.softening();
    return Math.ceil((ordinaryLimit + softening) * pace(count, habits) - softening);
  }

  private double pace(Report.Count count, GroupHabits habits) {
    if (rules.measures().get(count.getMeasure()).isOnce()) {
      return 1;
    }
    return habits.pace(count.getDay(), count.getMeasure(), count.getOwnClass());
  }

  private Signal judged(Report.Count count, int actor, GroupHabits habits) {
    Measure measure = rules.measures().get(count.getMeasure());
    if (!measure.knowsHabits()) {
      return without(count, measure);
    }
    Normal group = group(count, habits, measure);
    if (measure.isBySurprise()) {
      return surprising(count, group, measure.floor());
    }
    double limit = limit(count, habits, measure, group);
    double pace = pace(count, habits);
    double softening = measure.softening();
    double odd = weighed(count, actor, habits);
    double doublings = Math.log((odd + softening) / (limit + softening)) / Math.log(2);
    Signal.Builder signal = count.getSignal().toBuilder();
    if (group.days() >= GUESS_WEIGHT) {
      // Nobody is told a guess for what was seen.
      signal.setGroupNormal(group.ordinary());
    }
    signal.setLimit(limit).setScore(1 + doublings);
    if (odd < signal.getObserved()) {
      signal.setOdd(odd);
      if (count.getHoursCount() == 0) {
        signal.putFacts("usual-exports", Long.toString(habits.exports().ordinary(count, actor)));
      }
    }
    if (pace > 1) {
      signal.setGroupPace(pace);
    }
    return signal.build();
  }

  /** Of what work does not explain, the surprise decides, and no habit. */
  private static Signal surprising(Report.Count count, Normal group, int floor) {
    Signal.Builder signal = count.getSignal().toBuilder();
    if (group.days() >= GUESS_WEIGHT) {
      signal.setGroupNormal(group.ordinary());
    }
    boolean speaks = count.getSurprise() >= 1;
    return signal
        .setLimit(speaks ? floor : signal.getObserved() + 1)
        .setScore(speaks ? 1 + Math.log(count.getSurprise()) / Math.log(2) : 0)
        .build();
  }

  /**
   * Where nothing is ordinary, the first subject is one too many, and that alone interrupts a
   * person. It is only to be looked at today for who has not joined yet, and for canaries that
   * nothing but lists showed.
   */
  private static Signal without(Report.Count count, Measure measure) {
    Signal signal = count.getSignal();
    boolean listed =
        measure.rule().equals(Tallies.CANARY)
            && signal.getFormsMap().keySet().equals(Set.of(Form.FORM_LISTED_VALUE));
    double least =
        signal.containsFacts("first-day") || listed ? EpisodeStage.TODAY : EpisodeStage.AT_ONCE;
    double doublings = Math.log(signal.getObserved() / measure.floor()) / Math.log(2);
    return signal.toBuilder().setLimit(measure.floor()).setScore(least + doublings).build();
  }

  /** How many of the subjects weigh against the limit. */
  private static double weighed(Report.Count count, int actor, GroupHabits habits) {
    return count.getHoursCount() > 0
        ? odd(count, habits)
        : Math.max(0, count.getSignal().getObserved() - habits.exports().ordinary(count, actor));
  }

  /**
   * How many of the subjects were read at hours which are odd. An hour outside the calendar in
   * which the actor or its peers are often at work is no hour to speak of, nor is one in which they
   * are today: a fifth of the weeks, or of the presence at the group's busiest hour, makes it
   * familiar.
   */
  private static double odd(Report.Count count, GroupHabits habits) {
    double odd = 0;
    double all = 0;
    for (Report.Hour hour : count.getHoursList()) {
      double familiarity = Math.max(hour.getOwnShare(), habits.familiarity(hour.getHour()));
      // The window is of a day at most.
      int day =
          LocalDays.dayOfWeek(count.getDay()) == hour.getHour() / 24
              ? count.getDay()
              : count.getDay() - 1;
      familiarity = Math.max(familiarity, habits.presence().beside(day, hour.getHour() % 24));
      odd += hour.getCount() * Math.max(0, 1 - familiarity / FAMILIAR);
      all += hour.getCount();
    }
    return Math.floor(count.getSignal().getObserved() * odd / all);
  }
}

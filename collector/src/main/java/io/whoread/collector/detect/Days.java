package io.whoread.collector.detect;

import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.Report;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The days of the actors of one stage: which are still counted, and what is learnt of those that
 * are over, by the actor and by its group.
 *
 * <p>A day is learnt although an alert tells of it: whose work has changed is not told of for ever.
 * Once an alert is confirmed, none of the actor's days since its first read says what is ordinary.
 */
final class Days {
  private final Rules rules;
  private final LocalDays clock;
  private final KeyedState<String, ActorHabits> state;
  private final Surprise surprise;

  /** The measure of {@link Rules#SLOW}, or -1. */
  private final int slow;

  Days(Rules rules, LocalDays clock, KeyedState<String, ActorHabits> state, Surprise surprise) {
    this.rules = rules;
    this.clock = clock;
    this.state = state;
    this.surprise = surprise;
    this.slow =
        IntStream.range(0, rules.measures().size())
            .filter(m -> rules.measures().get(m).rule().equals(Rules.SLOW))
            .findFirst()
            .orElse(-1);
  }

  /** The open day of a read; days that no further read can belong to are closed. */
  OpenDay of(ActorHabits habits, Read read, Consumer<Report> next) {
    int day = clock.day(read.getTimeMs());
    OpenDay today = habits.today;
    if (today == null || day > today.day) {
      close(habits, habits.yesterday, next);
      if (today != null && today.day < day - 1) {
        close(habits, today, next);
        today = null;
      }
      habits.yesterday = today;
      habits.today = new OpenDay(day, rules.measures().size());
      habits.group = read.getGroup();
      return habits.today;
    }
    if (day == today.day) {
      return today;
    }
    if (habits.yesterday == null || habits.yesterday.day != day) {
      close(habits, habits.yesterday, next);
      habits.yesterday = new OpenDay(day, rules.measures().size());
    }
    return habits.yesterday;
  }

  private void close(ActorHabits habits, OpenDay day, Consumer<Report> next) {
    if (day == null) {
      return;
    }
    if (!day.misused) {
      surprise.remember(habits, day, slow >= 0 && day.asked(slow) > 0);
      habits.remember(day, rules.historyDays());
      Report.Day.Builder told =
          Report.Day.newBuilder().setDay(day.day).setActor(Actors.hash(habits.actor));
      for (int highest : day.highest) {
        told.addHighest(highest);
      }
      int midnight = LocalDays.dayOfWeek(day.day) * 24;
      for (int hour = 0; hour < 24; hour++) {
        if ((day.hours >>> hour & 1) != 0) {
          told.addHours(midnight + hour);
        }
      }
      told.addAllExports(day.exports());
      next.accept(Report.newBuilder().setGroup(habits.group).setDay(told).build());
    }
  }

  /**
   * Takes in that what an actor did was misuse. The hours of the week in which it was done stay
   * learnt: they fade within weeks.
   *
   * @param since time of the first read, in milliseconds since 1970
   */
  void misused(String key, long since, Consumer<Report> next) {
    ActorHabits habits = state.get(key);
    if (habits == null) {
      return;
    }
    int first = clock.day(since);
    for (OpenDay open : habits.openDays()) {
      open.misused |= open.day >= first;
    }
    habits.forgetDrift();
    for (Report.Day forgotten : habits.forget(first)) {
      next.accept(Report.newBuilder().setGroup(habits.group).setForgotten(forgotten).build());
    }
    state.put(key, habits);
  }
}

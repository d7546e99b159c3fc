package io.whoread.collector.detect;

import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.Report;
import java.util.function.Consumer;

/**
 * The days of the actors of one stage: which are still counted, and what is learnt of those that
 * are over, by the actor and by its group.
 *
 * <p>A day that an alert tells of teaches nobody anything while the alert is open, nor once it is
 * confirmed: who takes a little more each day does not make that ordinary. Once every alert of the
 * day is explained it is learnt in full.
 */
final class Days {
  private final Rules rules;
  private final LocalDays clock;
  private final KeyedState<String, ActorHabits> state;
  private final Judgements judgements;

  Days(Rules rules, LocalDays clock, KeyedState<String, ActorHabits> state, Judgements judgements) {
    this.rules = rules;
    this.clock = clock;
    this.state = state;
    this.judgements = judgements;
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
    if (day.told && !judgements.wasWork(Actors.key(habits.actor), day.day)) {
      habits.pend(day.past());
    } else {
      learn(habits, day.past(), next);
    }
  }

  /** Takes in that an alert tells of an actor's reads from one time to another. */
  void told(String key, long from, long to) {
    ActorHabits habits = state.get(key);
    if (habits != null) {
      for (OpenDay day : habits.openDays()) {
        day.told |= day.day >= clock.day(from) && day.day <= clock.day(to);
      }
      state.put(key, habits);
    }
  }

  /** Learns the days of an actor that are known to have been work by now. */
  void explained(String key, Consumer<Report> next) {
    ActorHabits habits = state.get(key);
    if (habits != null) {
      for (OpenDay.Past day : habits.pending()) {
        if (judgements.wasWork(key, day.day())) {
          habits.settle(day);
          learn(habits, day, next);
        }
      }
      state.put(key, habits);
    }
  }

  private void learn(ActorHabits habits, OpenDay.Past day, Consumer<Report> next) {
    habits.remember(day, rules.historyDays());
    habits.active(day);
    Report.Day.Builder told =
        Report.Day.newBuilder()
            .setDay(day.day())
            .addAllHighest(day.highestCounts())
            .addAllHours(day.hoursOfWeek());
    next.accept(Report.newBuilder().setGroup(habits.group).setDay(told).build());
  }
}

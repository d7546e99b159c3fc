package io.whoread.collector.detect;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.Report;
import io.whoread.collector.detect.v1.Touch;
import io.whoread.record.Roles;
import java.util.List;
import java.util.function.Consumer;

/**
 * By actor: counts distinct subjects over every window, and compares with what is ordinary for the
 * actor. A count that could be too high is laid before the actor's group with its evidence, once
 * and then with every sixteenth more; what the actor's days are like is told to the group as well.
 */
final class ActorStage implements Stage<String, Touch, Report> {
  /** From so many days on an actor's own normal says how busy a day is. */
  private static final int PACE_DAYS = 5;

  private final Rules rules;
  private final List<Measure> measures;
  private final LocalDays clock;
  private final KeyedState<String, ActorHabits> state;
  private final Distinct scratch = new Distinct();
  private final Evidence evidence = new Evidence();
  private long late;

  private String lastActor;
  private String lastRole;
  private String lastService;
  private String lastKey;

  ActorStage(Rules rules, KeyedState<String, ActorHabits> state) {
    this.rules = rules;
    this.measures = rules.measures();
    this.clock = new LocalDays(rules.zone());
    this.state = state;
  }

  /** Reads that came more than a day after later ones of their actor, and were not counted. */
  long late() {
    return late;
  }

  @Override
  public String key(Touch touch) {
    Read read = touch.getRead();
    // The reads of one access follow each other: they share the very strings.
    if (read.getActor() != lastActor
        || read.getRole() != lastRole
        || read.getService() != lastService) {
      lastActor = read.getActor();
      lastRole = read.getRole();
      lastService = read.getService();
      // The unknown of one service are not the unknown of another.
      lastKey =
          lastRole.equals(Roles.UNKNOWN)
              ? lastRole + '\n' + lastActor + '\n' + lastService
              : lastRole + '\n' + lastActor;
    }
    return lastKey;
  }

  @Override
  public void accept(Touch touch, Consumer<Report> next) {
    Read read = touch.getRead();
    Rules.RolePolicy policy = rules.policy(read.getRole());
    if (policy.rules().isEmpty()) {
      return;
    }
    String key = key(touch);
    ActorHabits habits = state.get(key);
    if (habits == null) {
      habits = new ActorHabits(measures.size());
      habits.group = read.getGroup();
    }
    long time = read.getTimeMs();
    if (!habits.recent.isEmpty() && time <= habits.recent.last() - RecentReads.DAY_MS) {
      late++;
      return;
    }
    boolean inOrder = habits.recent.inOrder(time);
    OpenDay day = dayOf(habits, read, next);
    int hour = clock.hourOfWeek(time);
    day.hours |= 1 << hour % 24;
    habits.active(clock.week(time), hour);
    int classes = classes(touch);
    if (habits.recent.add(read, classes)) {
      for (int m = 0; m < measures.size(); m++) {
        Measure measure = measures.get(m);
        if ((measure.readClass() & classes) != 0 && policy.rules().contains(measure.rule())) {
          RecentReads.Window window =
              inOrder
                  ? habits.recent.newest(measure.windowMs(), measure.readClass())
                  : habits.recent.fullest(time, measure.windowMs(), measure.readClass(), scratch);
          counted(read, habits, day, m, window, next);
        }
      }
    }
    state.put(key, habits);
  }

  private int classes(Touch touch) {
    Read read = touch.getRead();
    int classes = RecentReads.ALL;
    if (!rules.working(read.getRole(), read.getGroup(), read.getTimeMs())) {
      classes |= RecentReads.OFF_HOURS;
    }
    if (touch.hasColdDays() && touch.getColdDays() >= rules.coldDays()) {
      classes |= RecentReads.COLD;
    }
    return classes;
  }

  /** The open day of a read; days that no further read can belong to are closed. */
  private OpenDay dayOf(ActorHabits habits, Read read, Consumer<Report> next) {
    int day = clock.day(read.getTimeMs());
    OpenDay today = habits.today;
    if (today == null || day > today.day) {
      close(habits, habits.yesterday, next);
      if (today != null && today.day < day - 1) {
        close(habits, today, next);
        today = null;
      }
      habits.yesterday = today;
      habits.today = new OpenDay(day, measures.size());
      habits.group = read.getGroup();
      return habits.today;
    }
    if (day == today.day) {
      return today;
    }
    if (habits.yesterday == null || habits.yesterday.day != day) {
      close(habits, habits.yesterday, next);
      habits.yesterday = new OpenDay(day, measures.size());
    }
    return habits.yesterday;
  }

  private void close(ActorHabits habits, OpenDay day, Consumer<Report> next) {
    if (day == null) {
      return;
    }
    habits.remember(day, rules.historyDays());
    Report.Day.Builder told = Report.Day.newBuilder().setDay(day.day);
    for (int highest : day.highest) {
      told.addHighest(highest);
    }
    int midnight = LocalDays.dayOfWeek(day.day) * 24;
    for (int hour = 0; hour < 24; hour++) {
      if ((day.hours >>> hour & 1) != 0) {
        told.addHours(midnight + hour);
      }
    }
    next.accept(Report.newBuilder().setGroup(habits.group).setDay(told).build());
  }

  private void counted(
      Read read,
      ActorHabits habits,
      OpenDay day,
      int m,
      RecentReads.Window window,
      Consumer<Report> next) {
    Measure measure = measures.get(m);
    int count = (int) Math.min(Integer.MAX_VALUE, window.count());
    if (count > day.highest[m]) {
      day.highest[m] = count;
      tellPace(habits, day, m, next);
    }
    if (count < day.asked[m] / 2) {
      day.asked[m] = 0;
    }
    if (count >= measure.floor()
        && count >= day.asked[m] + Math.max(1, day.asked[m] / 16)
        && count >= leastLimit(habits.normal(m), measure)) {
      day.asked[m] = count;
      next.accept(ask(read, habits, day, m, window));
    }
  }

  /** No habits of any group bring the limit below this. */
  private double leastLimit(Normal own, Measure measure) {
    return own.leaningOn(Normal.UNKNOWN, rules.groupWeight()).above(measure.spreads());
  }

  private void tellPace(ActorHabits habits, OpenDay day, int m, Consumer<Report> next) {
    Normal own = habits.normal(m);
    if (own.days() < PACE_DAYS) {
      return;
    }
    int pace = Pace.of(day.highest[m], own.ordinary(), measures.get(m).softening());
    if (pace > day.pace[m]) {
      next.accept(
          Report.newBuilder()
              .setGroup(habits.group)
              .setPace(
                  Report.Pace.newBuilder()
                      .setDay(day.day)
                      .setMeasure(m)
                      .setFromClass(day.pace[m])
                      .setToClass(pace))
              .build());
      day.pace[m] = pace;
    }
  }

  private Report ask(Read read, ActorHabits habits, OpenDay day, int m, RecentReads.Window window) {
    Measure measure = measures.get(m);
    Normal own = habits.normal(m);
    var signal =
        evidence.of(habits.recent, window, measure.readClass(), clock).signal(habits.recent);
    signal
        .setRule(measure.rule())
        .setFrom(Timestamps.fromMillis(window.from()))
        .setTo(Timestamps.fromMillis(window.to()))
        .setWindowSeconds((int) (measure.windowMs() / 1_000))
        .setObserved(window.count())
        .setFloor(measure.floor());
    if (own.days() > 0) {
      signal.setOwnNormal(own.ordinary()).setOwnDays((int) own.days());
    }
    if (measure.readClass() == RecentReads.OFF_HOURS) {
      WorkCalendar calendar = rules.calendar(read.getRole(), read.getGroup());
      signal
          .putFacts("calendar", calendar.name())
          .putFacts("hours", calendar.hours())
          .putFacts("zone", calendar.zone().getId());
    }
    if (measure.readClass() == RecentReads.COLD) {
      signal.putFacts("days", Integer.toString(rules.coldDays()));
    }
    Report.Excess.Builder excess = Report.Excess.newBuilder();
    if (measure.readClass() == RecentReads.OFF_HOURS) {
      int[] hours = evidence.hours();
      for (int hour = 0; hour < hours.length; hour++) {
        if (hours[hour] > 0) {
          excess.addHours(
              Report.Hour.newBuilder()
                  .setHour(hour)
                  .setCount(hours[hour])
                  .setOwnShare(habits.share(hour)));
        }
      }
    }
    return Report.newBuilder()
        .setGroup(habits.group)
        .setExcess(
            excess
                .setMeasure(m)
                .setDay(day.day)
                .setOwnDays((int) own.days())
                .setOwnMiddle(own.middle())
                .setOwnSpread(own.spread())
                .setOwnClass(day.pace[m])
                .setSignal(
                    io.whoread.collector.detect.v1.Signal.newBuilder()
                        .setActor(read.getActor())
                        .setRole(read.getRole())
                        .setGroup(habits.group)
                        .setPseudonymous(read.getPseudonymous())
                        .setAlias(read.getAlias())
                        .setRaisedMs(habits.recent.last())
                        .setSourcePosition(read.getPosition())
                        .setSignal(signal)))
        .build();
  }
}

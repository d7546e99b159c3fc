package io.whoread.collector.detect;

import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.detect.v1.Actor;
import io.whoread.collector.detect.v1.Finding;
import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.Report;
import io.whoread.collector.detect.v1.Touch;
import io.whoread.record.v1.Form;
import java.util.List;
import java.util.function.Consumer;

/**
 * By actor: counts distinct subjects over every window, and compares with what is ordinary for the
 * actor. A count that could be too high is laid before the actor's group with its evidence, at once
 * when it has grown by a sixteenth, and else within {@link #REFRESH_MS}; together with it go all
 * other counts that have grown, so that what is told of an actor is true as of one point of time.
 * What the actor's days are like is told to the group as well.
 */
final class ActorStage implements Stage<String, Touch, Report> {
  /** How old a count that the group was asked for may become where an alert tells of the actor. */
  static final long REFRESH_MS = 5_000;

  /** And where none does: then there is nothing that has to be true by now. */
  private static final long SELDOM_MS = 600_000;

  /** From so many days on an actor's own normal says how busy a day is. */
  private static final int PACE_DAYS = 5;

  /** Whether there is an alert of an actor that may go on. */
  interface Alerted {
    boolean tells(String key, long time);
  }

  private final Rules rules;
  private final Roster roster;
  private final List<Measure> measures;
  private final LocalDays clock;
  private final TimedState<String, ActorHabits> state;
  private final Surprise surprise;
  private final Alerted alerted;
  private final Days days;
  private final Particulars particulars;
  private final long coldMs;

  /** For how long, at most, anything is learnt. */
  private final long learnMs;

  private long late;

  private Actor lastActor;
  private final ActorKeys keys;
  private Post lastPost;
  private String lastRole;
  private boolean[] lastJudged = {};

  /**
   * @param alerted from the state of the last stage, which is of the same partition
   * @param keys shared by all stages, so that they look up one and the same object
   */
  ActorStage(
      Rules rules,
      Roster roster,
      TimedState<String, ActorHabits> state,
      Surprise surprise,
      Alerted alerted,
      ActorKeys keys) {
    this.alerted = alerted;
    this.keys = keys;
    this.rules = rules;
    this.roster = roster;
    this.surprise = surprise;
    this.measures = rules.measures();
    this.clock = new LocalDays(rules.zone());
    this.particulars = new Particulars(rules, roster, surprise, clock);
    this.days = new Days(rules, clock, state, surprise);
    this.state = state;
    this.coldMs = rules.coldDays() * RecentReads.DAY_MS;
    this.learnMs = coldMs + measures.stream().mapToLong(Measure::learnMs).max().orElse(0);
  }

  /** Reads that came more than a day after later ones of their actor, and were not counted. */
  long late() {
    return late;
  }

  @Override
  public String key(Touch touch) {
    return keys.of(touch.getRead().getActor());
  }

  /**
   * Asked for once for the reads of one access: they share the very actor, and the register of
   * people does not change within a batch.
   */
  private Post post(Actor actor) {
    if (actor != lastActor) {
      lastActor = actor;
      lastPost = roster.post(actor.getRole(), actor.getId());
    }
    return lastPost;
  }

  @Override
  public void accept(Touch touch, Consumer<Report> next) {
    Read read = touch.getRead();
    boolean[] judged = judged(read.getActor().getRole());
    if (judged.length == 0) {
      return;
    }
    String key = key(touch);
    ActorHabits habits = state.get(key);
    if (habits == null) {
      habits = new ActorHabits(measures);
      habits.group = read.getGroup();
    }
    long time = read.getTimeMs();
    habits.meet(state.watermark());
    if (time <= habits.recent.last() - RecentReads.DAY_MS) {
      late++;
      return;
    }
    habits.actor = read.getActor();
    boolean inOrder = habits.recent.inOrder(time);
    OpenDay day = days.of(habits, read, next);
    int hour = clock.hourOfWeek(time);
    if ((day.hours >>> hour % 24 & 1) == 0) {
      day.hours |= 1 << hour % 24;
      Report.Present present =
          Report.Present.newBuilder().setDay(day.day).setHour(hour % 24).build();
      next.accept(Report.newBuilder().setGroup(habits.group).setPresent(present).build());
    }
    habits.active(clock.week(time), hour);
    boolean toLearn =
        (day.hasLearnt() || read.getTimeMs() - read.getCoveredSinceMs() < learnMs)
            && !habits.recent.holds(read, clock, RecentReads.ANY_FORM);
    if (read.getForm() == Form.FORM_EXPORTED_VALUE
        && !habits.recent.holds(read, clock, Form.FORM_EXPORTED_VALUE)) {
      day.exported(operation(read.getService(), read.getOperation()));
    }
    int classes = classes(touch);
    if (touch.hasHistory() && surprise.judge(touch, habits, day)) {
      classes |= RecentReads.UNEXPLAINED | RecentReads.SLOW;
    }
    boolean ask = false;
    habits.recent.add(read, classes);
    for (int m = 0; m < measures.size(); m++) {
      Measure measure = measures.get(m);
      if (judged[m] && (measure.readClass() & classes) != 0) {
        if (toLearn) {
          day.count(m, isLearnt(read, measure));
        }
        ask |=
            switch (measure.readClass()) {
              case RecentReads.UNEXPLAINED -> surprised(day, m);
              case RecentReads.SLOW -> slowly(habits, day, m);
              default ->
                  counted(habits, day, m, inOrder ? null : habits.recent.fullest(time, m), next);
            };
      }
    }
    // Before the group is asked: what it tells is shown by these reads.
    state.put(key, habits);
    if (ask) {
      ask(key, habits, day, habits.recent.last(), read.getPosition(), next);
    } else if (grown(day)) {
      long due =
          Math.max(state.watermark(), time) + (alerted.tells(key, time) ? REFRESH_MS : SELDOM_MS);
      if (state.alarm(key) > due) {
        state.wakeAt(key, due);
      }
    }
  }

  /** The days of the actors, as far as they are learnt. */
  Days days() {
    return days;
  }

  /** Which measures judge a role; of length 0 where none does. */
  private boolean[] judged(String role) {
    if (role != lastRole) {
      lastRole = role;
      List<String> judging = rules.policy(role).rules();
      lastJudged = new boolean[judging.isEmpty() ? 0 : measures.size()];
      for (int m = 0; m < lastJudged.length; m++) {
        lastJudged[m] = judging.contains(measures.get(m).rule());
      }
    }
    return lastJudged;
  }

  @Override
  public void due(String key, long time, long position, Consumer<Report> next) {
    ActorHabits habits = state.get(key);
    for (OpenDay day : habits.openDays()) {
      if (grown(day)) {
        ask(key, habits, day, time, position, next);
      }
    }
    state.put(key, habits);
  }

  /** By which exports are told apart. */
  static int operation(String service, String operation) {
    return 31 * service.hashCode() + operation.hashCode();
  }

  /** What takes much at once is no habit, however new the service. */
  private boolean isLearnt(Read read, Measure measure) {
    long from = read.getCoveredSinceMs();
    if (measure.readClass() == RecentReads.COLD) {
      // Nothing can have been cold before a service was watched for as long.
      from = Math.max(from, read.getWatchedSinceMs() + coldMs);
    }
    return measure.learnMs() > 0
        && read.getTimeMs() - from < measure.learnMs()
        && read.getForm() != Form.FORM_EXPORTED_VALUE
        && read.getForm() != Form.FORM_PRINTED_VALUE;
  }

  private int classes(Touch touch) {
    Read read = touch.getRead();
    int classes = RecentReads.ALL;
    Post post = post(read.getActor());
    long time = read.getTimeMs();
    // Who comes a little early or stays a little late is at work.
    if (!post.working(time)
        && !post.working(time - rules.marginMs())
        && !post.working(time + rules.marginMs())) {
      classes |= RecentReads.OFF_HOURS;
    }
    if (post.away(read.getTimeMs())) {
      classes |= RecentReads.AWAY;
    }
    if (touch.hasColdDays() && touch.getColdDays() >= rules.coldDays()) {
      classes |= RecentReads.COLD;
    }
    return classes;
  }

  /**
   * Takes in a count; returns whether the group is to be asked at once.
   *
   * @param earlier a window that may have ended earlier; null for the one that ends now
   */
  private boolean counted(
      ActorHabits habits, OpenDay day, int m, RecentReads.Window earlier, Consumer<Report> next) {
    Measure measure = measures.get(m);
    long counted = earlier == null ? habits.recent.count(m) : earlier.count();
    int count = (int) Math.min(Integer.MAX_VALUE, counted);
    if (count > day.highest[m]) {
      day.highest[m] = count;
      tellPace(habits, day, m, next);
    }
    if (count < day.asked(m) / 2 && !day.grown(m)) {
      day.forget(m);
    }
    if (count < measure.floor()) {
      return false;
    }
    if (count > day.peak(m)) {
      RecentReads.Window window = earlier == null ? habits.recent.newest(m) : earlier;
      day.peak(m, count, window.from(), window.to());
    }
    return isNews(day, m, count) && couldSpeak(habits, day, m, count);
  }

  /** Takes in that a day has come to one more subject which work does not explain. */
  private boolean surprised(OpenDay day, int m) {
    int count = day.work().unexplained();
    day.highest[m] = count;
    if (count < measures.get(m).floor()) {
      return false;
    }
    day.peak(m, count, day.work().from(), day.work().to());
    return isNews(day, m, count) && surprise.of(day.work()) >= 1;
  }

  /** Takes in that an actor's days have come to one more. */
  private boolean slowly(ActorHabits habits, OpenDay day, int m) {
    Surprise.Slow slow = surprise.slow(habits);
    int count = slow.sum().unexplained();
    day.highest[m] = count;
    if (count < measures.get(m).floor() || !slow.speaks()) {
      return false;
    }
    day.peak(m, count, slow.sum().from(), Math.max(day.peakTo(m), day.work().to()));
    return isNews(day, m, count);
  }

  private static boolean isNews(OpenDay day, int m, int count) {
    return count >= day.asked(m) + Math.max(1, day.asked(m) / 16);
  }

  private boolean grown(OpenDay day) {
    for (int m = 0; m < measures.size(); m++) {
      if (day.grown(m)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the habits of some group would have a count speak. */
  private boolean couldSpeak(ActorHabits habits, OpenDay day, int m, int count) {
    Measure measure = measures.get(m);
    if (measure.readClass() == RecentReads.UNEXPLAINED) {
      return surprise.of(day.work()) >= 1;
    }
    if (measure.readClass() == RecentReads.SLOW) {
      return surprise.slow(habits).speaks();
    }
    if (!measure.knowsHabits()) {
      return count >= measure.floor();
    }
    if (measure.isOnce()) {
      return count >= measure.floor() && !habits.reached(m, measure, day);
    }
    Normal least = habits.normal(m).leaningOn(Normal.UNKNOWN, rules.groupWeight());
    return count >= least.above(measure.spreads());
  }

  private void tellPace(ActorHabits habits, OpenDay day, int m, Consumer<Report> next) {
    Normal own = habits.normal(m);
    if (own.days() < PACE_DAYS || !measures.get(m).knowsHabits()) {
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
      day.pace[m] = (byte) pace;
    }
  }

  /** Lays all counts of a day that have grown before the group. */
  private void ask(
      String key,
      ActorHabits habits,
      OpenDay day,
      long raised,
      long position,
      Consumer<Report> next) {
    Report.Excess.Builder excess = Report.Excess.newBuilder();
    for (int m = 0; m < measures.size(); m++) {
      if (day.peak(m) > day.asked(m) && couldSpeak(habits, day, m, day.peak(m))) {
        day.asked(m, day.peak(m));
        excess.addCounts(particulars.of(habits, day, m));
      }
    }
    if (excess.getCountsCount() == 0) {
      return;
    }
    excess.setAlerted(alerted.tells(key, raised));
    excess.setFinding(
        Finding.newBuilder()
            .setActor(habits.actor)
            .setGroup(habits.group)
            .setRaisedMs(raised)
            .setSourcePosition(position));
    next.accept(Report.newBuilder().setGroup(habits.group).setExcess(excess).build());
  }

  /**
   * Completes signals of an actor that are to be told with what the reads that they speak of show:
   * most counts that the group was asked for prove ordinary.
   */
  List<Signal> shown(String key, List<Signal> bare) {
    ActorHabits habits = state.get(key);
    if (habits == null) {
      return bare;
    }
    return particulars.shown(habits, bare);
  }
}

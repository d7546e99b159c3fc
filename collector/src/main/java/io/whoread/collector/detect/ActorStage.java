package io.whoread.collector.detect;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.detect.v1.Actor;
import io.whoread.collector.detect.v1.Finding;
import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.Report;
import io.whoread.collector.detect.v1.Touch;
import io.whoread.collector.detect.work.WorkDay;
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
  private final KeyedState<String, ActorHabits> state;
  private final Surprise surprise;
  private final Alerted alerted;
  private final Days days;
  private final Evidence evidence;
  private long late;

  private Actor lastActor;
  private String lastKey;
  private Post lastPost;
  private String lastRole;
  private boolean[] lastJudged = {};

  /**
   * @param alerted from the state of the last stage, which is of the same partition
   */
  ActorStage(
      Rules rules,
      Roster roster,
      KeyedState<String, ActorHabits> state,
      Surprise surprise,
      Alerted alerted) {
    this.alerted = alerted;
    this.rules = rules;
    this.roster = roster;
    this.surprise = surprise;
    this.measures = rules.measures();
    this.clock = new LocalDays(rules.zone());
    this.evidence = new Evidence(clock);
    this.days = new Days(rules, clock, state);
    this.state = state;
  }

  /** Reads that came more than a day after later ones of their actor, and were not counted. */
  long late() {
    return late;
  }

  @Override
  public String key(Touch touch) {
    meet(touch.getRead().getActor());
    return lastKey;
  }

  /**
   * The reads of one access follow each other: they share the very actor, which no other batch
   * does. The register of people does not change within a batch.
   */
  private void meet(Actor actor) {
    if (actor != lastActor) {
      lastActor = actor;
      lastKey = Actors.key(actor);
      lastPost = roster.post(actor.getRole(), actor.getId());
    }
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
    if (!habits.recent.isEmpty() && time <= habits.recent.last() - RecentReads.DAY_MS) {
      late++;
      return;
    }
    habits.actor = read.getActor();
    boolean inOrder = habits.recent.inOrder(time);
    OpenDay day = days.of(habits, read, next);
    int hour = clock.hourOfWeek(time);
    day.hours |= 1 << hour % 24;
    habits.active(clock.week(time), hour);
    int classes = classes(touch);
    if (touch.hasHistory() && surprise.judge(touch, habits, day)) {
      classes |= RecentReads.UNEXPLAINED;
    }
    boolean ask = false;
    habits.recent.add(read, classes);
    for (int m = 0; m < measures.size(); m++) {
      Measure measure = measures.get(m);
      if (judged[m] && (measure.readClass() & classes) != 0) {
        day.count(m, isLearnt(read, measure));
        ask |=
            measure.readClass() == RecentReads.UNEXPLAINED
                ? surprised(day, m)
                : counted(habits, day, m, inOrder ? null : habits.recent.fullest(time, m), next);
      }
    }
    // Before the group is asked: what it tells is shown by these reads.
    state.put(key, habits);
    if (ask) {
      ask(habits, day, habits.recent.last(), read.getPosition(), next);
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
        ask(habits, day, time, position, next);
      }
    }
    state.put(key, habits);
  }

  /** What takes much at once is no habit, however new the service. */
  private boolean isLearnt(Read read, Measure measure) {
    return measure.learnMs() > 0
        && read.getTimeMs() - read.getWatchedSinceMs() < measure.learnMs()
        && read.getForm() != Form.FORM_EXPORTED_VALUE
        && read.getForm() != Form.FORM_PRINTED_VALUE;
  }

  private int classes(Touch touch) {
    Read read = touch.getRead();
    int classes = RecentReads.ALL;
    meet(read.getActor());
    if (!lastPost.working(read.getTimeMs())) {
      classes |= RecentReads.OFF_HOURS;
    }
    if (lastPost.away(read.getTimeMs())) {
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
    if (!measure.knowsHabits()) {
      return count >= measure.floor();
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
      ActorHabits habits, OpenDay day, long raised, long position, Consumer<Report> next) {
    Report.Excess.Builder excess = Report.Excess.newBuilder();
    for (int m = 0; m < measures.size(); m++) {
      if (day.peak(m) > day.asked(m) && couldSpeak(habits, day, m, day.peak(m))) {
        day.asked(m, day.peak(m));
        excess.addCounts(count(habits, day, m));
      }
    }
    if (excess.getCountsCount() == 0) {
      return;
    }
    excess.setAlerted(alerted.tells(Actors.key(habits.actor), raised));
    excess.setFinding(
        Finding.newBuilder()
            .setActor(habits.actor)
            .setGroup(habits.group)
            .setRaisedMs(raised)
            .setSourcePosition(position));
    next.accept(Report.newBuilder().setGroup(habits.group).setExcess(excess).build());
  }

  private Report.Count count(ActorHabits habits, OpenDay day, int m) {
    Measure measure = measures.get(m);
    Normal own = habits.normal(m);
    Signal.Builder signal =
        shownAtOnce(habits, day, m)
            .setRule(measure.rule())
            .setFrom(Timestamps.fromMillis(day.peakFrom(m)))
            .setTo(Timestamps.fromMillis(day.peakTo(m)))
            .setWindowSeconds((int) (measure.windowMs() / 1_000))
            .setObserved(day.peak(m))
            .setFloor(measure.floor());
    Report.Count.Builder count =
        Report.Count.newBuilder()
            .setMeasure(m)
            .setDay(day.day)
            .setOwnDays((int) own.days())
            .setOwnMiddle(own.middle())
            .setOwnSpread(own.spread())
            .setOwnClass(day.pace[m]);
    if (own.days() > 0 && measure.knowsHabits()) {
      signal.setOwnNormal(own.ordinary()).setOwnDays((int) own.days());
    }
    if (day.learnt(m) > 0) {
      count.setLearnt((double) day.learnt(m) / day.reads(m));
      signal.putFacts("learning", Long.toString(measure.learnMs() / RecentReads.DAY_MS));
    }
    if (measure.readClass() == RecentReads.OFF_HOURS) {
      hours(habits, day, m, signal, count);
    }
    if (measure.readClass() == RecentReads.AWAY) {
      away(habits, signal);
    }
    if (measure.readClass() == RecentReads.COLD) {
      signal.putFacts("days", Integer.toString(rules.coldDays()));
    }
    if (measure.readClass() == RecentReads.UNEXPLAINED) {
      count.setSurprise(surprise.of(day.work()));
      signal
          .putFacts("subjects", Integer.toString(day.work().subjects()))
          .putFacts("untouched", Integer.toString(day.work().untouched()))
          .putFacts("idle", Integer.toString(day.work().idle()))
          .putFacts("others", Integer.toString(day.work().others()))
          .putFacts("days", Long.toString(WorkDay.IDLE.toDays()));
    }
    return count.setSignal(signal).build();
  }

  /** Where nothing is ordinary all is told, and in which form it was read decides how urgent. */
  private Signal.Builder shownAtOnce(ActorHabits habits, OpenDay day, int m) {
    Measure measure = measures.get(m);
    if (measure.knowsHabits()) {
      return Signal.newBuilder();
    }
    evidence.renew();
    return evidence
        .of(habits.recent, day.peakFrom(m), day.peakTo(m), measure.readClass())
        .toBuilder();
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
    evidence.renew();
    return bare.stream().map(signal -> shown(habits, signal)).toList();
  }

  private Signal shown(ActorHabits habits, Signal bare) {
    Measure measure = rules.measure(bare.getRule(), bare.getWindowSeconds());
    if (!measure.knowsHabits()) {
      return bare;
    }
    Signal shown =
        evidence.of(
            habits.recent,
            Timestamps.toMillis(bare.getFrom()),
            Timestamps.toMillis(bare.getTo()),
            measure.readClass());
    double weight =
        measure.readClass() != RecentReads.UNEXPLAINED
            ? Forms.weight(shown.getFormsMap(), shown.getPlain())
            : 1;
    return shown.toBuilder().mergeFrom(bare).setScore(bare.getScore() * weight).build();
  }

  private void hours(
      ActorHabits habits, OpenDay day, int m, Signal.Builder signal, Report.Count.Builder count) {
    WorkCalendar calendar = roster.post(habits.actor.getRole(), habits.actor.getId()).calendar();
    // None where the register has given the person other hours since.
    if (calendar != null) {
      signal
          .putFacts("calendar", calendar.name())
          .putFacts("hours", calendar.hours())
          .putFacts("zone", calendar.zone().getId());
    }
    int[] hours = evidence.hours(habits.recent, day.peakFrom(m), day.peakTo(m));
    for (int hour = 0; hour < hours.length; hour++) {
      if (hours[hour] > 0) {
        count.addHours(
            Report.Hour.newBuilder()
                .setHour(hour)
                .setCount(hours[hour])
                .setOwnShare(habits.share(hour)));
      }
    }
  }

  /**
   * Since when the person had left, or until when not joined, and for how long; whichever holds of
   * the last read.
   */
  private void away(ActorHabits habits, Signal.Builder signal) {
    Post post = roster.post(habits.actor.getRole(), habits.actor.getId());
    long last = Timestamps.toMillis(signal.getTo());
    if (post.hasLeft(last)) {
      signal.putFacts("last-day", post.lastDay().toString());
    } else if (post.isEarly(last)) {
      signal.putFacts("first-day", post.firstDay().toString());
    } else {
      return;
    }
    signal.putFacts("days-away", Long.toString(post.daysAway(last)));
  }
}

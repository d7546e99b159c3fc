package io.whoread.collector.detect;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.detect.v1.Report;
import io.whoread.collector.detect.work.WorkDay;
import java.util.List;

/** What is told of an actor's counts: first to the group, then, of what speaks, to people. */
final class Particulars {
  private final Rules rules;
  private final Roster roster;
  private final Surprise surprise;
  private final Evidence evidence;

  Particulars(Rules rules, Roster roster, Surprise surprise, LocalDays clock) {
    this.rules = rules;
    this.roster = roster;
    this.surprise = surprise;
    this.evidence = new Evidence(clock);
  }

  /** Of the highest count of a day, for the group to judge. */
  Report.Count of(ActorHabits habits, OpenDay day, int m) {
    Measure measure = rules.measures().get(m);
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
    count.setTold(measure.isOnce() && habits.reached(m, measure, day));
    if (day.learnt(m) > 0) {
      count.setLearnt((double) day.learnt(m) / day.reads(m));
      long cold = measure.readClass() == RecentReads.COLD ? rules.coldDays() : 0;
      signal.putFacts("learning", Long.toString(measure.learnMs() / RecentReads.DAY_MS + cold));
    }
    if (measure.readClass() == RecentReads.OFF_HOURS) {
      hours(habits, day, m, signal, count);
    } else if (measure.rule().equals(Rules.BULK) || measure.readClass() == RecentReads.COLD) {
      exported(habits, day, m, count);
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
    if (measure.readClass() == RecentReads.SLOW) {
      Surprise.Slow slow = surprise.slow(habits);
      count.setSurprise(slow.surprise());
      signal.putFacts("days", Integer.toString(slow.sum().days()));
    }
    return count.setSignal(signal).build();
  }

  /** Where nothing is ordinary all is told, and in which form it was read decides how urgent. */
  private Signal.Builder shownAtOnce(ActorHabits habits, OpenDay day, int m) {
    Measure measure = rules.measures().get(m);
    if (measure.knowsHabits()) {
      return Signal.newBuilder();
    }
    evidence.renew();
    return evidence
        .of(habits.recent, day.peakFrom(m), day.peakTo(m), measure.readClass())
        .toBuilder();
  }

  /**
   * Completes signals that are to be told with what the reads that they speak of show: most counts
   * prove ordinary, and nothing is made of them before.
   */
  List<Signal> shown(ActorHabits habits, List<Signal> bare) {
    evidence.renew();
    return bare.stream().map(signal -> shown(habits, signal)).toList();
  }

  private Signal shown(ActorHabits habits, Signal bare) {
    Measure measure = rules.measure(bare.getRule(), bare.getWindowSeconds());
    if (!measure.knowsHabits()) {
      return bare;
    }
    Signal.Builder shown =
        evidence
            .of(
                habits.recent,
                Timestamps.toMillis(bare.getFrom()),
                Timestamps.toMillis(bare.getTo()),
                measure.readClass())
            .toBuilder();
    double weight =
        measure.isBySurprise() ? 1 : Forms.weight(shown.getFormsMap(), shown.getPlain());
    if (measure.readClass() == RecentReads.SLOW) {
      // How the subjects of weeks were read is known of the last two days alone.
      shown.clearForms().clearPlain().clearKinds().clearError();
      shown.putKinds("", Math.round(bare.getObserved()));
    }
    return shown.mergeFrom(bare).setScore(bare.getScore() * weight).build();
  }

  private void exported(ActorHabits habits, OpenDay day, int m, Report.Count.Builder count) {
    if (!habits.hasExports()) {
      return;
    }
    int readClass = rules.measures().get(m).readClass();
    evidence
        .exported(habits.recent, day.peakFrom(m), day.peakTo(m), readClass)
        .forEach(
            (operation, subjects) ->
                count.addExported(
                    Report.Exported.newBuilder()
                        .setOperation(operation)
                        .setSubjects(subjects)
                        .setMost(
                            habits.openDays().stream()
                                .mapToInt(open -> open.exportedThrough(operation))
                                .reduce(subjects, Math::max))));
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

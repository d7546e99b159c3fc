package io.whoread.collector.detect;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.detect.v1.Finding;
import io.whoread.collector.detect.v1.Report;
import io.whoread.collector.detect.v1.Touch;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Counts the reads that a {@link Sieve} picks out, as all reads of an actor are counted: against
 * what is ordinary for whoever they are counted for, for its group, and for the day. So whatever
 * happens to everybody all the time, for whatever reason, alerts on nobody.
 *
 * <p>Only those have a state of whom such reads came: some two kilobytes each, 60 at most. {@link
 * #MOST} of them are remembered.
 */
final class Tally {
  /** How many may be counted for; those without such reads for longest go first. */
  static final int MOST = 20_000;

  private static final long KEPT_MS = 60 * RecentReads.DAY_MS;
  private static final long GROUP_KEPT_MS = 90 * RecentReads.DAY_MS;

  final Rules rules;
  final RowState<String, ActorHabits> counted;
  final RowState<String, GroupHabits> groups;
  private final long learnMs;
  private final ToLongFunction<String> watched;
  private final ActorStage stage;
  private final Consumer<Report> toGroups;

  /**
   * @param rules all of them
   * @param rule what this one counts for
   * @param part the first of two numbers by which a snapshot knows its states
   * @param watched since when a service is, in milliseconds since 1970
   * @param next takes what was found
   */
  Tally(
      Rules rules,
      String rule,
      int part,
      Rows<String> actors,
      Rows<String> groupRows,
      ActorKeys keys,
      ToLongFunction<String> watched,
      ActorStage.Alerted alerted,
      Consumer<Finding> next) {
    this.rules = rules.ofTally(rule);
    this.watched = watched;
    learnMs = rules.learnDays().getOrDefault(rule, 0) * RecentReads.DAY_MS;
    counted = actors.column(part, ActorHabits.codec(this.rules.measures()));
    groups = groupRows.column(part + 1, GroupHabits.CODEC);
    stage =
        new ActorStage(
            this.rules,
            new Roster(this.rules),
            counted,
            new Surprise(this.rules, new LiveState<>()),
            alerted,
            keys);
    GroupStage groupStage = new GroupStage(this.rules, groups);
    Consumer<Finding> judged = finding -> judge(finding, next);
    toGroups = report -> groupStage.accept(report, judged);
  }

  /** Counts a read; its subject is what is counted, its actor for whom. */
  void add(Touch touch) {
    // Of what work looks like the tally knows nothing.
    stage.accept(Touch.newBuilder().setRead(touch.getRead()).build(), toGroups);
  }

  /** Of a service that has only just come, it is not known yet what is ordinary there. */
  private void judge(Finding finding, Consumer<Finding> next) {
    if (learnMs == 0) {
      next.accept(finding);
      return;
    }
    Finding.Builder judged = finding.toBuilder().clearSignals();
    List<Signal> bare = finding.getSignalsList();
    List<Signal> shown = stage.shown(Actors.key(finding.getActor()), bare);
    for (int i = 0; i < bare.size(); i++) {
      long from = Timestamps.toMillis(bare.get(i).getFrom());
      if (shown.get(i).getServicesList().stream()
          .allMatch(service -> watched.applyAsLong(service) + learnMs <= from)) {
        judged.addSignals(bare.get(i));
      }
    }
    if (judged.getSignalsCount() > 0) {
      next.accept(judged.build());
    }
  }

  /** Whether anything was ever counted, and is remembered, for an actor. */
  boolean knows(Touch touch) {
    return counted.get(stage.key(touch)) != null;
  }

  ActorStage stage() {
    return stage;
  }

  /** See {@link Days#misused}. */
  void misused(String key, long since) {
    stage.days().misused(key, since, toGroups);
  }

  /** Wakes the first that wants to be. */
  void due(long time, long position) {
    stage.due(counted.takeFirstAlarm(), time, position, toGroups);
  }

  /** Forgets the oldest where there are too many. */
  void bound() {
    Forgetting.bound(counted, habits -> habits.recent.last(), MOST);
    Forgetting.bound(groups, GroupHabits::day, Forgetting.MOST_GROUPS);
  }

  /** Once a day. */
  void forget(long now) {
    counted.shrink(habits -> habits.rest(now));
    counted.removeIf((key, habits) -> habits.recent.last() < now - KEPT_MS);
    long firstDay = (now - GROUP_KEPT_MS) / RecentReads.DAY_MS;
    groups.removeIf((key, habits) -> habits.day() <= firstDay);
  }
}

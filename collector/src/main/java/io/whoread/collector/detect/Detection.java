package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.canary.Canaries;
import io.whoread.collector.detect.v1.Episode;
import io.whoread.collector.detect.v1.Finding;
import io.whoread.collector.detect.v1.NameState;
import io.whoread.collector.detect.v1.Named;
import io.whoread.collector.detect.v1.Outcome;
import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.Report;
import io.whoread.collector.detect.v1.ServiceState;
import io.whoread.collector.detect.v1.Touch;
import io.whoread.collector.detect.work.Model;
import io.whoread.collector.detect.work.Pool;
import io.whoread.collector.log.v1.AlertStep;
import io.whoread.record.v1.Batch;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * The stages behind one another, embedded: a batch goes in, alerts come out at once. Its outcome
 * depends on the batches, the register of people, the canaries, what people judged and the rules
 * alone.
 *
 * <pre>
 * batch -> by service -> by pseudonym -> by subject -> by actor -> by group -> by actor -> alerts
 *          reads         key epochs      cold?         counts,     limits      episodes
 *                                                      own habits
 *                                           -> tallies -> by group ->
 * </pre>
 *
 * <p><b>Bounded.</b> Whatever is not met for longer than any rule looks back is forgotten: subjects
 * and groups after 90 days of event time, actors after 60 (those who never read more than a few
 * subjects after 3), alerts after 3. Beyond {@link #MOST_SUBJECTS}, {@link #MOST_ACTORS} and {@link
 * #MOST_GROUPS} those not met for longest go before their time; of a subject that may have been
 * among them nothing is claimed for the time before.
 *
 * <p>One thread at a time.
 */
final class Detection {
  private static final long DAY_MS = 86_400_000L;

  /** At some 60 bytes each; and as many names under newer keys. */
  static final int MOST_SUBJECTS = 3_000_000;

  /** At some kilobytes each, 80 at most. */
  static final int MOST_ACTORS = 200_000;

  static final int MOST_GROUPS = 10_000;

  /** How long a subject that nobody reads is remembered, and a group. */
  private static final long SUBJECT_KEPT_MS = 90 * DAY_MS;

  /** How long an actor that reads nothing is remembered, and one that never read much. */
  private static final long ACTOR_KEPT_MS = 60 * DAY_MS;

  private static final long SMALL_ACTOR_KEPT_MS = 3 * DAY_MS;
  private static final int SMALL = 3;

  private static final long EPISODE_KEPT_MS = 3 * DAY_MS;

  final LiveState<String, ServiceState> services =
      new LiveState<>(Comparator.naturalOrder(), this::watermark);
  final LiveState<ByteString, NameState> names =
      new LiveState<>(ByteString.unsignedLexicographicalComparator(), this::watermark);
  final SubjectTable subjects;
  final LiveState<String, ActorHabits> actors =
      new LiveState<>(Comparator.naturalOrder(), this::watermark);
  final LiveState<String, GroupHabits> groups =
      new LiveState<>(Comparator.naturalOrder(), this::watermark);
  final LiveState<String, Pool> pools = new LiveState<>(Comparator.naturalOrder(), this::watermark);
  final LiveState<String, Model> models =
      new LiveState<>(Comparator.naturalOrder(), this::watermark);
  final LiveState<String, Episode> episodes =
      new LiveState<>(Comparator.naturalOrder(), this::watermark);

  private final Rules rules;
  private final Roster roster;
  private final Judgements judgements;
  private final int mostSubjects;
  private final int mostActors;
  private final Reads reads;
  private final EpochStage epochStage;
  private final SubjectStage subjectStage;
  private final ActorStage actorStage;
  private final GroupStage groupStage;
  private final EpisodeStage episodeStage;
  private final Tallies tallies;
  final FirstTimes firstTimes;
  final Risks risks;

  private final Consumer<Read> toEpochs;
  private final Consumer<Report> toGroups;
  private final Consumer<Outcome> toCaller;
  private Alarm alarm;
  private Canaries canaries = Canaries.NONE;

  /** The latest read so far. */
  private long newest;

  private long watermark;

  private long count;
  private long lateBefore;

  Detection(Rules rules) {
    this(rules, MOST_SUBJECTS, MOST_ACTORS);
  }

  Detection(Rules rules, int mostSubjects, int mostActors) {
    this(rules, mostSubjects, mostActors, new SubjectTable());
  }

  private Detection(Rules rules, int mostSubjects, int mostActors, SubjectTable subjects) {
    this.subjects = subjects;
    this.rules = rules;
    this.roster = new Roster(rules);
    this.judgements = new Judgements(rules.zone(), this::watermark);
    this.mostSubjects = mostSubjects;
    this.mostActors = mostActors;
    reads = new Reads(roster, services, pseudonym -> canaries.holds(pseudonym));
    epochStage = new EpochStage(names, this::name);
    subjectStage = new SubjectStage(rules, subjects, pools);
    firstTimes = new FirstTimes(rules, this::watermark);
    risks = new Risks(rules, judgements, this::watermark);
    episodeStage = new EpisodeStage(rules, episodes, risks, firstTimes, this::shown);
    actorStage =
        new ActorStage(rules, roster, actors, new Surprise(rules, models), episodeStage::tells);
    groupStage = new GroupStage(rules, groups);
    toCaller = this::tell;
    Consumer<Finding> toEpisodes =
        finding -> episodeStage.accept(judgements.without(finding, this::shown), toCaller);
    toGroups = report -> groupStage.accept(report, toEpisodes);
    tallies =
        new Tallies(rules, this::watermark, this::watchedSince, episodeStage::tells, toEpisodes);
    Consumer<Touch> toActors =
        touch -> {
          if (!touch.getRead().getHeld()) {
            firstTimes.accept(touch.getRead());
            actorStage.accept(touch, toGroups);
            tallies.accept(touch);
          }
        };
    Consumer<Read> toSubjects = read -> subjectStage.accept(read, toActors);
    toEpochs =
        read -> {
          pass(read.getTimeMs(), read.getPosition());
          forget(read.getTimeMs());
          count++;
          if (read.getLaterEpochsCount() == 0 && names.size() == 0) {
            // There has been but one key.
            toSubjects.accept(read);
          } else {
            epochStage.accept(
                Named.newBuilder().setPseudonym(read.getSubject()).setRead(read).build(),
                toSubjects);
          }
        };
  }

  /** All signals of a finding come from one stage. */
  private List<Signal> shown(Finding finding, List<Signal> bare) {
    Tally tally = bare.isEmpty() ? null : tallies.of(bare.getFirst().getRule());
    ActorStage stage = tally == null ? actorStage : tally.stage();
    return stage.shown(Actors.key(finding.getActor()), bare);
  }

  private void name(Named named) {
    epochStage.accept(named, read -> {});
  }

  Rules rules() {
    return rules;
  }

  Roster roster() {
    return roster;
  }

  Judgements judgements() {
    return judgements;
  }

  private long watchedSince(String service) {
    ServiceState known = services.get(service);
    return known == null ? Long.MIN_VALUE / 2 : known.getWatchedSinceMs();
  }

  Canaries canaries() {
    return canaries;
  }

  /** From here on these are the canaries. */
  void canaries(Canaries now) {
    canaries = now;
  }

  Tallies tallies() {
    return tallies;
  }

  /**
   * Takes in a batch.
   *
   * @param service that sent it
   * @param position of its entry in the log
   * @param received by the collector's clock, in milliseconds since 1970; {@link Long#MAX_VALUE}
   *     where all times of the batch are to be believed
   */
  void accept(Batch batch, String service, long position, long received, Alarm alarm) {
    this.alarm = alarm;
    bound();
    reads.of(batch, service, position, received, toEpochs);
  }

  /** Takes in that a run of a service is an import, whose times are to be believed. */
  void imported(String service, ByteString run) {
    reads.imported(service, run);
  }

  /**
   * Takes in that time has passed.
   *
   * @param time the collector's clock, in milliseconds since 1970
   * @param position of the log's entry that says so
   */
  void tick(long time, long position, Alarm alarm) {
    this.alarm = alarm;
    pass(time, position);
  }

  /** When time alone would bring something to tell; {@link TimedState#NEVER} where it would not. */
  long firstAlarm() {
    return Math.min(Math.min(actors.firstAlarm(), tallies.firstAlarm()), episodes.firstAlarm());
  }

  /** Wakes the stages for which the time has come. */
  private void pass(long time, long position) {
    if (time <= watermark) {
      return;
    }
    for (long first; (first = firstAlarm()) <= time; ) {
      watermark = first;
      if (actors.firstAlarm() == first) {
        actorStage.due(actors.takeFirstAlarm(), first, position, toGroups);
      } else if (tallies.firstAlarm() == first) {
        tallies.due(first, position);
      } else {
        episodeStage.due(episodes.takeFirstAlarm(), first, position, toCaller);
      }
    }
    watermark = time;
  }

  private void tell(Outcome outcome) {
    if (outcome.getRevision()) {
      Alert alert = outcome.getAlert();
      alarm.raise(alert);
    } else {
      alarm.stand(outcome.getAlert());
    }
  }

  /**
   * Takes in an alert of the log. It is the state's own, unless that was made again with other
   * rules: then it goes on from what has been told.
   */
  void seen(Alert alert) {
    judgements.seen(alert);
    String key = Actors.key(alert);
    Episode own = episodes.get(key);
    if (own != null
        && own.getTold().getId().equals(alert.getId())
        && own.getTold().getRevision() < alert.getRevision()) {
      episodes.put(key, Episode.newBuilder().setTold(alert).build());
    }
  }

  /** Takes in what somebody did about an alert of the log. */
  void step(AlertStep step, long position, long received) {
    judgements
        .step(step, position, received)
        .ifPresent(
            misuse -> {
              actorStage.days().misused(misuse.who(), misuse.since(), toGroups);
              tallies.misused(misuse.who(), misuse.since());
            });
  }

  /** Reads taken in by this object. */
  long count() {
    return count;
  }

  /** Of these, how many came too late to be counted. */
  long late() {
    return lateBefore + actorStage.late() + reads.late();
  }

  /** Goes on counting from where another has come. */
  void countOn(Detection other) {
    count = other.count;
    lateBefore = other.late();
  }

  /**
   * The same detection by other rules, with all that was learnt; this one is of no use any more.
   */
  Detection by(Rules next) {
    Detection other = new Detection(next, mostSubjects, mostActors, subjects);
    Handover.move(this, other);
    return other;
  }

  long newest() {
    return newest;
  }

  long watermark() {
    return watermark;
  }

  long forgottenUntil() {
    return subjectStage.forgottenUntil();
  }

  /** Goes on from a snapshot. */
  void timeIs(long newest, long watermark, long forgotten) {
    this.newest = newest;
    this.watermark = watermark;
    subjectStage.forgottenUntil(forgotten);
  }

  /** Forgets what is too much. */
  private void bound() {
    subjectStage.forgottenUntil(bound(subjects, SubjectTimes::last, mostSubjects));
    // Who has lost a name may be met as another one, of whom nothing is known.
    subjectStage.forgottenUntil(bound(names, NameState::getLastMs, mostSubjects));
    bound(actors, habits -> habits.recent.last(), mostActors);
    tallies.bound();
    firstTimes.bound();
  }

  /** Forgets, once a day of event time, what no rule can need any more. */
  private void forget(long time) {
    if (time <= newest) {
      return;
    }
    boolean dayPassed = Math.floorDiv(time, DAY_MS) > Math.floorDiv(newest, DAY_MS);
    newest = time;
    if (dayPassed) {
      subjects.removeIf((key, times) -> times.last() < time - SUBJECT_KEPT_MS);
      names.removeIf((key, name) -> name.getLastMs() < time - SUBJECT_KEPT_MS);
      actors.removeIf((key, habits) -> forgettable(habits, time));
      tallies.forget(time);
      judgements.forget();
      firstTimes.forget(time);
      risks.forget(time);
      long firstDay = (time - SUBJECT_KEPT_MS) / DAY_MS;
      long oldest =
          groups.size() > MOST_GROUPS ? oldestOf(groups, GroupHabits::day, MOST_GROUPS) : 0;
      groups.removeIf((key, habits) -> habits.day() <= Math.max(oldest, firstDay));
      episodes.removeIf(
          (key, episode) ->
              Timestamps.toMillis(episode.getTold().getRaised()) < time - EPISODE_KEPT_MS);
    }
  }

  /**
   * Forgets those not met for longest, a quarter of all, where there are more than may be.
   *
   * @return the latest time of what was forgotten; {@link Long#MIN_VALUE} where nothing was
   */
  static <K, V> long bound(KeyedState<K, V> state, ToLongFunction<V> last, int most) {
    if (state.size() <= most) {
      return Long.MIN_VALUE;
    }
    long oldest = oldestOf(state, last, most);
    state.removeIf((key, value) -> last.applyAsLong(value) <= oldest);
    return oldest;
  }

  /** Until when to forget so that three quarters of the most there may be are left. */
  private static <K, V> long oldestOf(KeyedState<K, V> state, ToLongFunction<V> last, int most) {
    long[] times = new long[state.size()];
    int[] n = {0};
    state.forEach((key, value) -> times[n[0]++] = last.applyAsLong(value));
    Arrays.sort(times);
    return times[times.length - 1 - most * 3 / 4];
  }

  private boolean forgettable(ActorHabits habits, long now) {
    long last = habits.recent.last();
    return last < now - ACTOR_KEPT_MS
        || last < now - SMALL_ACTOR_KEPT_MS && habits.highestOfAll() <= SMALL;
  }
}

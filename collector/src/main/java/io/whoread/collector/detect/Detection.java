package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
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
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

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
 * <p>Bounded: see {@link Forgetting} and {@link Memory}. One thread at a time.
 */
final class Detection {
  final LiveState<String, ServiceState> services = new LiveState<>();
  final LiveState<String, Pool> pools = new LiveState<>();
  final LiveState<String, Model> models = new LiveState<>();
  final PseudonymTable<NameState> names;
  final PseudonymTable<SubjectTimes> subjects;
  final RowState<String, ActorHabits> actors;
  final RowState<String, GroupHabits> groups;
  final RowState<String, Episode> episodes;

  private final Memory memory;
  private final Rows<String> byActor;
  private final Rows<String> byGroup;
  private final Rows<String> byAddress;
  private final Rules rules;
  private final Roster roster;
  private final Judgements judgements;
  private final Reads reads;
  private final EpochStage epochStage;
  final SubjectStage subjectStage;
  private final ActorStage actorStage;
  private final GroupStage groupStage;
  private final EpisodeStage episodeStage;
  private final Tallies tallies;
  final FirstTimes firstTimes;
  final Risks risks;
  private final Forgetting forgetting;

  private final Consumer<Read> toEpochs;
  private final Consumer<Report> toGroups;
  private final Consumer<Outcome> toCaller;
  private Alarm alarm;
  private Canaries canaries = Canaries.NONE;

  /** The latest read so far. */
  private long newest;

  private long watermark;

  /** Of no use; see {@link PseudonymTable#near}. */
  private int near;

  private long count;
  private long lateBefore;

  Detection(Rules rules) {
    this(rules, Memory.unnamed());
  }

  /**
   * @param memory takes the state; not this object's to close
   */
  Detection(Rules rules, Memory memory) {
    this(rules, Forgetting.MOST_SUBJECTS, Forgetting.MOST_ACTORS, memory);
  }

  Detection(Rules rules, int mostSubjects, int mostActors, Memory memory) {
    this(
        rules,
        mostSubjects,
        mostActors,
        memory,
        new PseudonymTable<>(SubjectTimes.SHAPE),
        new PseudonymTable<>(EpochStage.SHAPE));
  }

  private Detection(
      Rules rules,
      int mostSubjects,
      int mostActors,
      Memory memory,
      PseudonymTable<SubjectTimes> subjects,
      PseudonymTable<NameState> names) {
    this.memory = memory;
    this.subjects = subjects;
    this.names = names;
    byActor = new Rows<>(memory, Codec.TEXT, Comparator.naturalOrder(), this::watermark);
    byGroup = new Rows<>(memory, Codec.TEXT, Comparator.naturalOrder(), this::watermark);
    byAddress = new Rows<>(memory, Codec.TEXT, Comparator.naturalOrder(), this::watermark);
    actors = byActor.column(2, ActorHabits.codec(rules.measures()));
    groups = byGroup.column(3, GroupHabits.CODEC);
    episodes = byActor.column(4, Weighed.of(Episode.parser()));
    ActorKeys keys = new ActorKeys();
    this.rules = rules;
    this.roster = new Roster(rules);
    this.judgements = new Judgements(rules.zone());
    forgetting = new Forgetting(this, mostSubjects, mostActors);
    reads = new Reads(roster, services, pseudonym -> canaries.holds(pseudonym));
    epochStage = new EpochStage(names, this::name);
    subjectStage = new SubjectStage(rules, subjects, pools);
    firstTimes = new FirstTimes(rules, byActor, keys);
    risks = new Risks(rules, judgements, byActor);
    episodeStage = new EpisodeStage(rules, episodes, risks, firstTimes, this::shown);
    actorStage =
        new ActorStage(
            rules, roster, actors, new Surprise(rules, models), episodeStage::tells, keys);
    groupStage = new GroupStage(rules, groups);
    toCaller = this::tell;
    Consumer<Finding> toEpisodes =
        finding -> episodeStage.accept(judgements.without(finding, this::shown), toCaller);
    toGroups = report -> groupStage.accept(report, toEpisodes);
    tallies =
        new Tallies(
            rules,
            byActor,
            byGroup,
            byAddress,
            keys,
            this::watchedSince,
            episodeStage::tells,
            toEpisodes);
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
          if (read.getTimeMs() > newest) {
            forgetting.comeTo(read.getTimeMs(), newest);
            newest = read.getTimeMs();
          }
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
    forgetting.bound();
    near += subjects.near(Reads.subjects(batch));
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
    Detection other =
        new Detection(
            next, forgetting.mostSubjects(), forgetting.mostActors(), memory, subjects, names);
    Handover.move(this, other);
    return other;
  }

  /** All state that may lie in the scratch file. */
  List<Rows<String>> rows() {
    return List.of(byActor, byGroup, byAddress);
  }

  Memory memory() {
    return memory;
  }

  /** What is known of how many actors, at any rate on the heap or in the scratch file. */
  int known() {
    return byActor.size();
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
}

package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.detect.v1.Episode;
import io.whoread.collector.detect.v1.Finding;
import io.whoread.collector.detect.v1.Outcome;
import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.Report;
import io.whoread.collector.detect.v1.Touch;
import io.whoread.record.v1.Batch;
import java.util.Comparator;
import java.util.function.Consumer;

/**
 * The stages behind one another, embedded: a batch goes in, alerts come out at once. Its outcome
 * depends on the batches and the rules alone.
 *
 * <pre>
 * batch -> reads -> by subject -> by actor -> by group -> by actor -> alerts
 *                   cold?         counts,     limits      episodes
 *                                 own habits
 * </pre>
 *
 * <p>One thread at a time.
 */
final class Detection {
  private static final long DAY_MS = 86_400_000L;

  /** How long a subject that nobody reads is remembered. */
  private static final long SUBJECT_KEPT_MS = 90 * DAY_MS;

  /** How long an actor that reads nothing is remembered, and one that never read much. */
  private static final long ACTOR_KEPT_MS = 60 * DAY_MS;

  private static final long SMALL_ACTOR_KEPT_MS = 3 * DAY_MS;
  private static final int SMALL = 3;

  private static final long EPISODE_KEPT_MS = 3 * DAY_MS;

  final LiveState<ByteString, SubjectTimes> subjects =
      new LiveState<>(ByteString.unsignedLexicographicalComparator(), this::watermark);
  final LiveState<String, ActorHabits> actors =
      new LiveState<>(Comparator.naturalOrder(), this::watermark);
  final LiveState<String, GroupHabits> groups =
      new LiveState<>(Comparator.naturalOrder(), this::watermark);
  final LiveState<String, Episode> episodes =
      new LiveState<>(Comparator.naturalOrder(), this::watermark);

  final Reads reads;
  private final Rules rules;
  private final SubjectStage subjectStage;
  private final ActorStage actorStage;
  private final GroupStage groupStage;
  private final EpisodeStage episodeStage;

  private final Consumer<Read> toSubjects;
  private final Consumer<Report> toGroups;
  private final Consumer<Outcome> toCaller;
  private Alarm alarm;

  /** The latest read so far. */
  private long newest;

  private long watermark;

  private long count;

  Detection(Rules rules) {
    this.rules = rules;
    reads = new Reads(rules);
    subjectStage = new SubjectStage(subjects);
    actorStage = new ActorStage(rules, actors);
    groupStage = new GroupStage(rules, groups);
    episodeStage = new EpisodeStage(rules, episodes);
    toCaller = this::tell;
    Consumer<Finding> toEpisodes = finding -> episodeStage.accept(finding, toCaller);
    toGroups = report -> groupStage.accept(report, toEpisodes);
    Consumer<Touch> toActors = touch -> actorStage.accept(touch, toGroups);
    toSubjects =
        read -> {
          pass(read.getTimeMs(), read.getPosition());
          forget(read.getTimeMs());
          count++;
          subjectStage.accept(read, toActors);
        };
  }

  Rules rules() {
    return rules;
  }

  /**
   * Takes in a batch.
   *
   * @param service that sent it
   * @param position of its entry in the log
   * @param latest no read is taken to be later, in milliseconds since 1970
   */
  void accept(Batch batch, String service, long position, long latest, Alarm alarm) {
    this.alarm = alarm;
    reads.of(batch, service, position, latest, toSubjects);
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

  /** When time alone would bring something to tell; {@link KeyedState#NEVER} where it would not. */
  long firstAlarm() {
    return Math.min(actors.firstAlarm(), episodes.firstAlarm());
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
      } else {
        episodeStage.due(episodes.takeFirstAlarm(), first, position, toCaller);
      }
    }
    watermark = time;
  }

  private void tell(Outcome outcome) {
    if (outcome.getRevision()) {
      alarm.raise(outcome.getAlert());
    } else {
      alarm.stand(outcome.getAlert());
    }
  }

  /**
   * Takes in an alert of the log. It is the state's own, unless that was made again with other
   * rules: then it goes on from what has been told.
   */
  void seen(Alert alert) {
    String key = Actors.key(alert);
    Episode own = episodes.get(key);
    if (own != null
        && own.getTold().getId().equals(alert.getId())
        && own.getTold().getRevision() < alert.getRevision()) {
      episodes.put(key, Episode.newBuilder().setTold(alert).build());
    }
  }

  /** Reads taken in by this object. */
  long count() {
    return count;
  }

  /** Of these, how many came too late to be counted. */
  long late() {
    return actorStage.late();
  }

  long newest() {
    return newest;
  }

  long watermark() {
    return watermark;
  }

  void timeIs(long newest, long watermark) {
    this.newest = newest;
    this.watermark = watermark;
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
      actors.removeIf((key, habits) -> forgettable(habits, time));
      episodes.removeIf(
          (key, episode) ->
              Timestamps.toMillis(episode.getTold().getRaised()) < time - EPISODE_KEPT_MS);
    }
  }

  private boolean forgettable(ActorHabits habits, long now) {
    long last = habits.recent.last();
    return last < now - ACTOR_KEPT_MS
        || last < now - SMALL_ACTOR_KEPT_MS && habits.highestOfAll() <= SMALL;
  }
}

package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.Report;
import io.whoread.collector.detect.v1.Signal;
import io.whoread.collector.detect.v1.Touch;
import io.whoread.record.v1.Batch;
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

  final KeyedState<ByteString, SubjectTimes> subjects = new LiveState<>();
  final KeyedState<String, ActorHabits> actors = new LiveState<>();
  final KeyedState<String, GroupHabits> groups = new LiveState<>();
  final KeyedState<String, Alert> episodes = new LiveState<>();

  final Reads reads;
  private final Rules rules;
  private final SubjectStage subjectStage;
  private final ActorStage actorStage;
  private final GroupStage groupStage;
  private final EpisodeStage episodeStage;

  private final Consumer<Read> toSubjects;
  private Consumer<Alert> alerts;

  /** The latest read so far. */
  private long newest;

  private long count;

  Detection(Rules rules) {
    this.rules = rules;
    reads = new Reads(rules);
    subjectStage = new SubjectStage(subjects);
    actorStage = new ActorStage(rules, actors);
    groupStage = new GroupStage(rules, groups);
    episodeStage = new EpisodeStage(rules, episodes);
    Consumer<Signal> toEpisodes = signal -> episodeStage.accept(signal, a -> alerts.accept(a));
    Consumer<Report> toGroups = report -> groupStage.accept(report, toEpisodes);
    Consumer<Touch> toActors = touch -> actorStage.accept(touch, toGroups);
    toSubjects =
        read -> {
          passTime(read.getTimeMs());
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
   * @param alerts takes new alerts and new revisions, in order
   */
  void accept(Batch batch, String service, long position, long latest, Consumer<Alert> alerts) {
    this.alerts = alerts;
    reads.of(batch, service, position, latest, toSubjects);
  }

  /**
   * Takes in an alert of the log. It is the state's own, unless that was made again with other
   * rules: then it goes on from what has been told.
   */
  void seen(Alert alert) {
    String key = EpisodeStage.key(alert.getRole(), alert.getActor());
    Alert own = episodes.get(key);
    if (own != null
        && own.getId().equals(alert.getId())
        && own.getRevision() < alert.getRevision()) {
      episodes.put(key, alert);
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

  void newest(long time) {
    newest = time;
  }

  /** Forgets, once a day of event time, what no rule can need any more. */
  private void passTime(long time) {
    if (time <= newest) {
      return;
    }
    boolean dayPassed = Math.floorDiv(time, DAY_MS) > Math.floorDiv(newest, DAY_MS);
    newest = time;
    if (dayPassed) {
      subjects.removeIf((key, times) -> times.last() < time - SUBJECT_KEPT_MS);
      actors.removeIf((key, habits) -> forgettable(habits, time));
      episodes.removeIf(
          (key, alert) ->
              com.google.protobuf.util.Timestamps.toMillis(alert.getRaised())
                  < time - EPISODE_KEPT_MS);
    }
  }

  private boolean forgettable(ActorHabits habits, long now) {
    long last = habits.recent.last();
    return last < now - ACTOR_KEPT_MS
        || last < now - SMALL_ACTOR_KEPT_MS && habits.highestOfAll() <= SMALL;
  }
}

package io.whoread.collector.detect;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.detect.v1.NameState;
import java.util.Arrays;
import java.util.function.ToLongFunction;

/**
 * Bounds what a detection knows. Whatever is not met for longer than any rule looks back is
 * forgotten: subjects and groups after 90 days of event time, actors after 60 (those who never read
 * more than a few subjects after 3), alerts after 3; and of whoever has been quiet for two days the
 * single reads. Beyond {@link #MOST_SUBJECTS}, {@link #MOST_ACTORS} and {@link #MOST_GROUPS} those
 * not met for longest go before their time; of a subject that may have been among them nothing is
 * claimed for the time before.
 *
 * <p>How much heap what is left takes is {@link Memory}'s to bound: for that nothing is forgotten.
 */
final class Forgetting {
  private static final long DAY_MS = 86_400_000L;

  /** At some 60 bytes each; and as many names under newer keys, at some 50. */
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

  /** What a pool of subjects, and a model of work, takes of the heap at most. */
  private static final long POOL_BYTES = 1 << 20;

  private static final long MODEL_BYTES = 300_000;

  private final Detection detection;
  private final int mostSubjects;
  private final int mostActors;

  Forgetting(Detection detection, int mostSubjects, int mostActors) {
    this.detection = detection;
    this.mostSubjects = mostSubjects;
    this.mostActors = mostActors;
  }

  int mostSubjects() {
    return mostSubjects;
  }

  int mostActors() {
    return mostActors;
  }

  /** Forgets what is too much. */
  void bound() {
    SubjectStage subjects = detection.subjectStage;
    subjects.forgottenUntil(bound(detection.subjects, SubjectTimes::last, mostSubjects));
    // Who has lost a name may be met as another one, of whom nothing is known.
    subjects.forgottenUntil(bound(detection.names, NameState::getLastMs, mostSubjects));
    bound(detection.actors, habits -> habits.recent.last(), mostActors);
    detection.tallies().bound();
    detection.firstTimes.bound();
    detection
        .memory()
        .beside(
            detection.subjects.heap()
                + detection.names.heap()
                + detection.pools.size() * POOL_BYTES
                + detection.models.size() * MODEL_BYTES);
  }

  /**
   * Forgets, once a day of event time, what no rule can need any more.
   *
   * @param time of the latest read
   * @param before of the latest one before it
   */
  void comeTo(long time, long before) {
    if (Math.floorDiv(time, DAY_MS) == Math.floorDiv(before, DAY_MS)) {
      return;
    }
    detection.subjects.removeIf((key, times) -> times.last() < time - SUBJECT_KEPT_MS);
    detection.names.removeIf((key, name) -> name.getLastMs() < time - SUBJECT_KEPT_MS);
    detection.judgements().forget();
    Runnable forgetting = () -> forgetRows(time);
    for (Rows<String> rows : detection.rows()) {
      Runnable within = forgetting;
      forgetting = () -> rows.inOnePass(within);
    }
    forgetting.run();
  }

  /** All of them look at their rows but once. */
  private void forgetRows(long time) {
    detection.actors.removeIf((key, habits) -> forgettable(habits, time));
    detection.actors.shrink(habits -> habits.rest(time));
    detection.tallies().forget(time);
    detection.firstTimes.forget(time);
    detection.risks.forget(time);
    RowState<String, GroupHabits> groups = detection.groups;
    long firstDay = (time - SUBJECT_KEPT_MS) / DAY_MS;
    long oldest = groups.size() > MOST_GROUPS ? oldestOf(groups, GroupHabits::day, MOST_GROUPS) : 0;
    groups.removeIf((key, habits) -> habits.day() <= Math.max(oldest, firstDay));
    detection.episodes.removeIf(
        (key, episode) ->
            Timestamps.toMillis(episode.getTold().getRaised()) < time - EPISODE_KEPT_MS);
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

  private static boolean forgettable(ActorHabits habits, long now) {
    long last = habits.recent.last();
    return last < now - ACTOR_KEPT_MS
        || last < now - SMALL_ACTOR_KEPT_MS && habits.highestOfAll() <= SMALL;
  }
}

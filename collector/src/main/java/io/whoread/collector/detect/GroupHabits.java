package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.detect.v1.Counts;
import io.whoread.collector.detect.v1.GroupState;
import io.whoread.collector.detect.v1.PaceDay;
import io.whoread.collector.detect.v1.Report;
import io.whoread.collector.detect.v1.Weights;
import java.util.Map;
import java.util.TreeMap;

/** What is ordinary in a group: per measure, how its actors' days were spread of late. */
final class GroupHabits {
  /** Counts in steps of the fourth root of two; enough for a million. */
  static final int CLASSES = 81;

  /** A day weighs half after two weeks. */
  private static final double DECAY = Math.pow(0.5, 1 / 14.0);

  private static final int PACE_DAYS = 3;
  private static final int[] NOBODY = new int[Pace.CLASSES];
  private static final int HOURS = 168;

  static final Weighed<GroupHabits> CODEC =
      new Weighed<>() {
        @Override
        public ByteString encode(GroupHabits value) {
          return value.encode().toByteString();
        }

        @Override
        public GroupHabits decode(ByteString bytes) throws InvalidProtocolBufferException {
          return GroupHabits.decode(GroupState.parseFrom(bytes));
        }

        @Override
        public int heap(GroupHabits value) {
          int measures = value.weights.length;
          return 1_000
              + measures * (16 + Float.BYTES * CLASSES)
              + value.pace.size() * measures * (16 + Integer.BYTES * Pace.CLASSES)
              + value.presence.heap()
              + value.exports.heap();
        }
      };

  private final float[][] weights;
  private final float[] hours = new float[HOURS];
  private int day;

  /** Day to [measure][class of pace]; the newest days only. */
  private final TreeMap<Integer, int[][]> pace = new TreeMap<>();

  private Presence presence = new Presence();
  private ExportHabits exports = new ExportHabits();

  GroupHabits(int measures) {
    weights = new float[measures][CLASSES];
  }

  /** Takes in an actor's day: the highest count of each measure, the hours of the week. */
  void add(Report.Day ofActor) {
    age(ofActor.getDay());
    for (int m = 0; m < ofActor.getHighestCount(); m++) {
      weights[m][classOf(ofActor.getHighest(m))] += 1;
    }
    for (int hour : ofActor.getHoursList()) {
      hours[hour] += 1;
    }
    ofActor
        .getExportsList()
        .forEach(export -> exports.add(ofActor.getDay(), ofActor.getActor(), export));
  }

  /** Takes out an actor's day that was taken in. */
  void remove(Report.Day ofActor) {
    float weight = (float) Math.pow(DECAY, Math.max(0, day - ofActor.getDay()));
    for (int m = 0; m < ofActor.getHighestCount(); m++) {
      float[] classes = weights[m];
      int of = classOf(ofActor.getHighest(m));
      classes[of] = Math.max(0, classes[of] - weight);
    }
    exports.remove(ofActor.getDay(), ofActor.getActor());
  }

  private void age(int ofDay) {
    if (ofDay > day) {
      float decay = (float) Math.pow(DECAY, ofDay - day);
      for (float[] classes : weights) {
        for (int c = 0; c < CLASSES; c++) {
          classes[c] *= decay;
        }
      }
      for (int h = 0; h < HOURS; h++) {
        hours[h] *= decay;
      }
      day = ofDay;
    }
  }

  /** Who of the group is at work these days, hour by hour. */
  Presence presence() {
    return presence;
  }

  /** What the group exports. */
  ExportHabits exports() {
    return exports;
  }

  /** How familiar an hour of the week is to the group: 1 for its busiest hour. */
  double familiarity(int hour) {
    float busiest = 0;
    for (float weight : hours) {
      busiest = Math.max(busiest, weight);
    }
    return busiest == 0 ? 0 : hours[hour] / busiest;
  }

  /** What is ordinary for an actor of the group, with a weak guess where few days are known. */
  Normal normal(int measure, Normal guess, double guessWeight) {
    double total = 0;
    for (float w : weights[measure]) {
      total += w;
    }
    if (total == 0) {
      return guess;
    }
    return normal(weights[measure], total).leaningOn(guess, guessWeight);
  }

  /**
   * @param weights by class of count
   * @param total of these
   */
  static Normal normal(float[] weights, double total) {
    return Normal.between(total, quantile(weights, total / 2), quantile(weights, total * 0.9));
  }

  private static double quantile(float[] weights, double weight) {
    double sum = 0;
    for (int c = 0; c < CLASSES; c++) {
      sum += weights[c];
      if (sum >= weight) {
        return countOf(c);
      }
    }
    return countOf(CLASSES - 1);
  }

  static int classOf(int count) {
    return (int) Math.min(CLASSES - 1, Math.round(4 * Math.log1p(count) / Math.log(2)));
  }

  private static double countOf(int countClass) {
    return Math.pow(2, countClass / 4.0) - 1;
  }

  /** Takes in that an actor's day came from one class of pace to another. */
  void move(int ofDay, int measure, int from, int to) {
    int[][] classes = pace.get(ofDay);
    if (classes == null) {
      classes = new int[weights.length][Pace.CLASSES];
      pace.put(ofDay, classes);
      if (pace.size() > PACE_DAYS) {
        pace.pollFirstEntry();
      }
    }
    if (from >= 0 && classes[measure][from] > 0) {
      classes[measure][from]--;
    }
    classes[measure][to]++;
  }

  /** How busy the group is, from 1. */
  double pace(int ofDay, int measure, int without) {
    int[][] classes = pace.get(ofDay);
    int[][] before = pace.get(ofDay - 1);
    return Pace.ofGroup(
        classes == null ? NOBODY : classes[measure],
        before == null ? null : before[measure],
        classes == null ? -1 : without);
  }

  /** The newest day of which anything is known. */
  int day() {
    int newest = pace.isEmpty() ? day : Math.max(day, pace.lastKey());
    return Math.max(newest, presence.day());
  }

  /**
   * The same for other measures.
   *
   * @param sources for each, the one here whose habits it takes
   */
  GroupHabits of(int[] sources) {
    GroupHabits other = new GroupHabits(sources.length);
    other.day = day;
    System.arraycopy(hours, 0, other.hours, 0, HOURS);
    other.presence = presence.copy();
    other.exports = exports.copy();
    for (int m = 0; m < sources.length; m++) {
      other.weights[m] = weights[sources[m]].clone();
    }
    pace.forEach(
        (ofDay, classes) -> {
          int[][] theirs = new int[sources.length][];
          for (int m = 0; m < sources.length; m++) {
            theirs[m] = classes[sources[m]].clone();
          }
          other.pace.put(ofDay, theirs);
        });
    return other;
  }

  private GroupState encode() {
    GroupState.Builder state = GroupState.newBuilder().setDay(day);
    for (float[] classes : weights) {
      Weights.Builder list = Weights.newBuilder();
      for (float w : classes) {
        list.addWeight(w);
      }
      state.addHabits(list);
    }
    for (float weight : hours) {
      state.addHours(weight);
    }
    for (Map.Entry<Integer, int[][]> e : pace.entrySet()) {
      PaceDay.Builder open = PaceDay.newBuilder().setDay(e.getKey());
      for (int[] actors : e.getValue()) {
        Counts.Builder list = Counts.newBuilder();
        for (int n : actors) {
          list.addCount(n);
        }
        open.addActors(list);
      }
      state.addPace(open);
    }
    presence.encode(state);
    exports.encode(state);
    return state.build();
  }

  private static GroupHabits decode(GroupState state) {
    GroupHabits habits = new GroupHabits(state.getHabitsCount());
    habits.day = state.getDay();
    for (int m = 0; m < habits.weights.length; m++) {
      for (int c = 0; c < CLASSES; c++) {
        habits.weights[m][c] = state.getHabits(m).getWeight(c);
      }
    }
    for (int h = 0; h < HOURS; h++) {
      habits.hours[h] = state.getHours(h);
    }
    for (PaceDay open : state.getPaceList()) {
      int[][] classes = new int[habits.weights.length][];
      for (int m = 0; m < classes.length; m++) {
        classes[m] =
            open.getActors(m).getCountList().stream().mapToInt(Integer::intValue).toArray();
      }
      habits.pace.put(open.getDay(), classes);
    }
    habits.presence = Presence.decode(state);
    habits.exports = ExportHabits.decode(state);
    return habits;
  }
}

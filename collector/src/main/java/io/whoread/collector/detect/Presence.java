package io.whoread.collector.detect;

import io.whoread.collector.detect.v1.GroupState;
import io.whoread.collector.detect.v1.PresentDay;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many of a group are at work in which hour of today and of the day before: an hour outside the
 * calendar in which everybody works today is no odd hour of one.
 */
final class Presence {
  private static final int DAYS = 2;
  private static final int HOURS = 24;

  /** So many are thought at work beside the real ones, that two do not make an hour theirs. */
  private static final int IMAGINED = 5;

  /** Day to actors by hour; the newest days only. */
  private final TreeMap<Integer, int[]> days = new TreeMap<>();

  /** Takes in that an actor is active for the first time in an hour of a day. */
  void add(int day, int hour) {
    days.computeIfAbsent(day, any -> new int[HOURS])[hour]++;
    if (days.size() > DAYS) {
      days.pollFirstEntry();
    }
  }

  /**
   * What share of the group is at work in an hour, beside one who is: of as many as were in the
   * busiest hour of these days.
   */
  double beside(int day, int hour) {
    int[] actors = days.get(day);
    if (actors == null || actors[hour] <= 1) {
      return 0;
    }
    int busiest = 0;
    for (int[] ofDay : days.values()) {
      for (int n : ofDay) {
        busiest = Math.max(busiest, n);
      }
    }
    return (actors[hour] - 1.0) / (busiest - 1 + IMAGINED);
  }

  /** The newest day; 0 where there is none. */
  int day() {
    return days.isEmpty() ? 0 : days.lastKey();
  }

  /** About how many bytes of heap it takes. */
  int heap() {
    return 60 + days.size() * (80 + Integer.BYTES * HOURS);
  }

  Presence copy() {
    Presence copy = new Presence();
    days.forEach((day, actors) -> copy.days.put(day, actors.clone()));
    return copy;
  }

  void encode(GroupState.Builder state) {
    for (Map.Entry<Integer, int[]> each : days.entrySet()) {
      PresentDay.Builder day = PresentDay.newBuilder().setDay(each.getKey());
      for (int n : each.getValue()) {
        day.addActors(n);
      }
      state.addPresent(day);
    }
  }

  static Presence decode(GroupState state) {
    Presence presence = new Presence();
    for (PresentDay day : state.getPresentList()) {
      int[] actors = day.getActorsList().stream().mapToInt(Integer::intValue).toArray();
      presence.days.put(day.getDay(), actors);
    }
    return presence;
  }
}

package io.whoread.agent.ship;

import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Fault;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the agent's own errors by place and class. Safe for many threads. */
final class Faults {
  /** Beyond so many places, or classes at a place, all is counted as one. */
  private static final int MAX = 100;

  private static final String OTHER = "other";

  private final ConcurrentHashMap<String, ConcurrentHashMap<String, LongAdder>> places =
      new ConcurrentHashMap<>();

  void count(String where, Throwable error) {
    ConcurrentHashMap<String, LongAdder> place =
        places.computeIfAbsent(bounded(places, where), w -> new ConcurrentHashMap<>());
    String name = error == null ? OTHER : error.getClass().getName();
    place.computeIfAbsent(bounded(place, name), n -> new LongAdder()).increment();
  }

  private static String bounded(ConcurrentHashMap<String, ?> map, String key) {
    return key == null || (map.size() >= MAX && !map.containsKey(key)) ? OTHER : key;
  }

  void addTo(Coverage.Builder coverage) {
    places.forEach(
        (where, errors) ->
            errors.forEach(
                (error, count) ->
                    coverage.addFaults(
                        Fault.newBuilder().setWhere(where).setError(error).setCount(count.sum()))));
  }
}

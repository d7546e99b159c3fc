package io.whoread.collector.index;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums reads up by actor, in bounded memory. While there is room every number is exact. Where the
 * pseudonyms of all actors together take too much, each larger set of them goes over to a sample
 * (see {@link DistinctSubjects}); where there are too many actors, those that read least are
 * forgotten, and may be told with less than they read if they read on.
 */
final class ActorSums {
  private static final Comparator<ActorSum> FEWEST_FIRST =
      Comparator.<ActorSum>comparingLong(sum -> sum.subjects.count())
          .thenComparingLong(sum -> sum.requests.count());

  private final int maxActors;
  private final long maxSubjects;
  private final Map<ActorId, ActorSum> sums = new HashMap<>();
  // Pseudonyms and requests held, of all actors.
  private long held;

  private static final class ActorSum {
    private final ActorId actor;
    private final DistinctSubjects subjects = new DistinctSubjects();
    private final Requests requests = new Requests();
    private long lastMs = Long.MIN_VALUE;

    private ActorSum(ActorId actor) {
      this.actor = actor;
    }

    private int held() {
      return subjects.held() + requests.held();
    }

    private Index.ActorTotal total() {
      return new Index.ActorTotal(
          actor.id(),
          actor.role(),
          subjects.count(),
          requests.count(),
          Instant.ofEpochMilli(lastMs));
    }
  }

  /**
   * @param maxActors about 400 bytes each
   * @param maxSubjects about 50 bytes each
   */
  ActorSums(int maxActors, long maxSubjects) {
    this.maxActors = maxActors;
    this.maxSubjects = maxSubjects;
  }

  void add(ActorId actor, long atMs, ByteString run, AccessScan access) {
    ActorSum sum = sums.computeIfAbsent(actor, ActorSum::new);
    sum.lastMs = Math.max(sum.lastMs, atMs);
    held -= sum.held();
    sum.requests.add(run, access);
    sum.subjects.addAll(access);
    held += sum.held();
    if (sums.size() > maxActors) {
      forget();
    }
    if (held > maxSubjects) {
      sample();
    }
  }

  private void forget() {
    sums.values().stream()
        .sorted(FEWEST_FIRST)
        .limit(maxActors / 2)
        .map(sum -> sum.actor)
        .toList()
        .forEach(sums::remove);
    count();
  }

  private void sample() {
    long mean = maxSubjects / sums.size();
    for (ActorSum sum : sums.values()) {
      if (sum.held() >= mean / 2) {
        sum.subjects.sample();
        sum.requests.sample();
      }
    }
    count();
  }

  private void count() {
    held = sums.values().stream().mapToLong(ActorSum::held).sum();
  }

  /** Those with most subjects first. */
  List<Index.ActorTotal> most(int limit) {
    return sums.values().stream()
        .map(ActorSum::total)
        .sorted(
            Comparator.comparingLong(Index.ActorTotal::subjects)
                .thenComparingLong(Index.ActorTotal::accesses)
                .reversed()
                .thenComparing(Index.ActorTotal::actor)
                .thenComparing(Index.ActorTotal::role))
        .limit(limit)
        .toList();
  }
}

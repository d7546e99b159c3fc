package io.whoread.collector.detect;

import io.whoread.collector.detect.v1.ActorState;
import io.whoread.collector.detect.v1.OpenDay;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Hands the state of a detection over to one with other rules. What was learnt stays: a measure
 * that both have keeps its habits, and one that is new takes those of its rule's next longer
 * window, or of its longest. So a new window does not take for unheard of what it has not counted.
 */
final class Handover {
  private Handover() {}

  /**
   * All but the subjects and names, which both have; what is left of the old detection is of no
   * use.
   */
  static void move(Detection from, Detection to) {
    List<Measure> was = from.rules().measures();
    List<Measure> is = to.rules().measures();
    from.services.moveTo(to.services);
    from.pools.moveTo(to.pools);
    from.models.moveTo(to.models);
    from.firstTimes.operations.moveTo(to.firstTimes.operations);
    from.judgements().moveTo(to.judgements());
    from.actors.handOver(habits(was, is));
    from.groups.handOver(groupHabits(was, is));
    from.tallies().handOver(to.tallies());
    for (int i = 0; i < from.rows().size(); i++) {
      from.rows().get(i).moveTo(to.rows().get(i));
    }
    to.roster().register(from.roster().register());
    to.canaries(from.canaries());
    to.timeIs(from.newest(), from.watermark(), from.forgottenUntil());
    to.countOn(from);
  }

  static UnaryOperator<ActorHabits> habits(List<Measure> was, List<Measure> is) {
    if (same(was, is)) {
      return UnaryOperator.identity();
    }
    int[] sources = sources(was, is);
    return habits -> ActorHabits.decode(actor(habits.encode(), was, is, sources), is);
  }

  static UnaryOperator<GroupHabits> groupHabits(List<Measure> was, List<Measure> is) {
    if (same(was, is)) {
      return UnaryOperator.identity();
    }
    int[] sources = sources(was, is);
    return habits -> habits.of(sources);
  }

  /** Whether what is counted is the same, whatever it is held against. */
  private static boolean same(List<Measure> was, List<Measure> is) {
    return was.size() == is.size()
        && IntStream.range(0, was.size()).allMatch(m -> counts(was.get(m), is.get(m)));
  }

  private static boolean counts(Measure one, Measure other) {
    return one.rule().equals(other.rule()) && one.windowMs() == other.windowMs();
  }

  /** For each new measure, the old one whose habits it takes. Every rule has a measure. */
  private static int[] sources(List<Measure> was, List<Measure> is) {
    int[] sources = new int[is.size()];
    for (int m = 0; m < sources.length; m++) {
      Measure measure = is.get(m);
      int best = -1;
      for (int old = 0; old < was.size(); old++) {
        if (was.get(old).rule().equals(measure.rule())
            && (best < 0 || isBetter(was.get(old), was.get(best), measure.windowMs()))) {
          best = old;
        }
      }
      sources[m] = best;
    }
    return sources;
  }

  private static boolean isBetter(Measure one, Measure than, long windowMs) {
    boolean long1 = one.windowMs() >= windowMs;
    boolean long2 = than.windowMs() >= windowMs;
    if (long1 != long2) {
      return long1;
    }
    return long1 ? one.windowMs() < than.windowMs() : one.windowMs() > than.windowMs();
  }

  private static ActorState actor(
      ActorState state, List<Measure> was, List<Measure> is, int[] sources) {
    ActorState.Builder next = state.toBuilder().clearHistory().clearOpen();
    for (int source : sources) {
      next.addHistory(state.getHistory(source));
    }
    for (OpenDay day : state.getOpenList()) {
      OpenDay.Builder open =
          day.toBuilder()
              .clearHighest()
              .clearPace()
              .clearAsked()
              .clearPeak()
              .clearPeakFromMs()
              .clearPeakToMs()
              .clearReads()
              .clearLearnt();
      for (int m = 0; m < sources.length; m++) {
        int source = sources[m];
        // What was laid before the group was another count.
        boolean kept = counts(was.get(source), is.get(m));
        open.addHighest(day.getHighest(source))
            .addPace(day.getPace(source))
            .addAsked(kept ? day.getAsked(source) : 0)
            .addPeak(kept ? day.getPeak(source) : 0)
            .addPeakFromMs(kept ? day.getPeakFromMs(source) : 0)
            .addPeakToMs(kept ? day.getPeakToMs(source) : 0);
        if (day.getLearntCount() > 0) {
          open.addReads(day.getReads(source)).addLearnt(day.getLearnt(source));
        }
      }
      next.addOpen(open);
    }
    return next.build();
  }
}

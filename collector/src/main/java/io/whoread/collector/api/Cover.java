package io.whoread.collector.api;

import io.whoread.collector.coverage.Coverages;
import io.whoread.collector.coverage.Coverages.Hole;
import io.whoread.collector.coverage.Coverages.Hole.Why;
import io.whoread.record.v1.GapReason;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * How far an interval is covered: stands beside every answer that may be read as "nobody did".
 *
 * @param services how many were attached and not removed
 * @param holes where the trail is not whole; what looks alike is one
 */
record Cover(int services, List<HoleView> holes) {
  /**
   * @param why "never", "before" where all of the interval lies before the service was attached and
   *     "since" where it was attached within it, at {@code to}; "silent", what was not looked at
   *     ("loaded", "touched", "disclosed", "hook", "unguarded"), "forgotten", or a gap's reason
   * @param from when the first of them begins
   * @param to when the last of them ends
   * @param instance the process of all of them, or empty
   * @param detail what agents say of it, or empty
   */
  record HoleView(
      String service,
      String why,
      Instant from,
      Instant to,
      int count,
      long accesses,
      String instance,
      String detail) {}

  static Cover of(Coverages coverages, TimeRange range, Instant now) {
    return of(coverages, range, now, hole -> true);
  }

  /**
   * @param matters which holes matter to the answer
   */
  static Cover of(Coverages coverages, TimeRange range, Instant now, Predicate<Hole> matters) {
    Instant end = range.to().isBefore(now) ? range.to() : now;
    return new Cover(
        coverages.attached(),
        coverages.holes(range.from(), range.to(), now).stream()
            .filter(matters)
            .map(hole -> view(hole, end))
            .toList());
  }

  private static HoleView view(Hole hole, Instant end) {
    return new HoleView(
        hole.service(),
        hole.why() == Why.BEFORE && hole.to().isBefore(end) ? "since" : why(hole),
        hole.from(),
        hole.to(),
        hole.count(),
        hole.accesses(),
        hole.instance(),
        hole.detail());
  }

  /** A label. */
  static String why(Hole hole) {
    return hole.why() == Why.GAP
        ? reason(hole.reason())
        : hole.why().name().toLowerCase(Locale.ROOT);
  }

  /** The label of a {@link GapReason}; of one of a later version "other". */
  static String reason(int number) {
    GapReason reason = GapReason.forNumber(number);
    return reason == null || reason == GapReason.GAP_REASON_UNSPECIFIED
        ? "other"
        : reason.name().substring("GAP_REASON_".length()).toLowerCase(Locale.ROOT);
  }
}

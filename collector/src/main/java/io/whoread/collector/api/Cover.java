package io.whoread.collector.api;

import io.whoread.collector.coverage.Coverages;
import io.whoread.record.v1.GapReason;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * How far an interval is covered: stands beside every answer that may be read as "nobody did".
 *
 * @param services how many were attached and not removed
 * @param holes where the trail is not whole; what looks alike is one
 */
record Cover(int services, List<HoleView> holes) {
  /**
   * @param why "never", "before", "silent", what was not looked at ("loaded", "touched",
   *     "disclosed", "hook", "unguarded"), "forgotten", or a gap's reason
   * @param from when the first of them begins
   * @param to when the last of them ends
   */
  record HoleView(String service, String why, Instant from, Instant to, int count, long accesses) {}

  static Cover of(Coverages coverages, TimeRange range, Instant now) {
    return new Cover(
        coverages.attached(),
        coverages.holes(range.from(), range.to(), now).stream().map(Cover::view).toList());
  }

  private static HoleView view(Coverages.Hole hole) {
    return new HoleView(
        hole.service(),
        hole.why() == Coverages.Hole.Why.GAP
            ? reason(hole.reason())
            : hole.why().name().toLowerCase(Locale.ROOT),
        hole.from(),
        hole.to(),
        hole.count(),
        hole.accesses());
  }

  /** The label of a {@link GapReason}; of one of a later version "other". */
  static String reason(int number) {
    GapReason reason = GapReason.forNumber(number);
    return reason == null || reason == GapReason.GAP_REASON_UNSPECIFIED
        ? "other"
        : reason.name().substring("GAP_REASON_".length()).toLowerCase(Locale.ROOT);
  }
}

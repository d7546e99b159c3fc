package io.whoread.collector.coverage;

import io.whoread.collector.coverage.Coverages.Hole;
import io.whoread.collector.coverage.Coverages.Hole.Why;
import io.whoread.collector.coverage.Heard.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a service's trail is not whole.
 *
 * <p>Who finds no read in an interval must know whether there was anybody to see it. So beside the
 * gaps that agents told of there are the times at which none was there to tell: before the first
 * that came, and between runs; those at which one was there and did not look at everything; and
 * those of gaps that are no longer kept. Silence is told only from an agent's first report on:
 * other senders need not say that they live.
 */
final class Holes {
  private Holes() {}

  static List<Hole> of(ServiceRecord service, Instant from, Instant to, Instant now) {
    Instant end = to.isBefore(now) ? to : now;
    List<Hole> holes = new ArrayList<>();
    if (!from.isBefore(end)) {
      return holes;
    }
    if (service.heard.isEmpty()) {
      if (!service.removed) {
        holes.add(new Hole(service.name, Why.NEVER, 0, from, end, 1, 0, "", ""));
      }
      return holes;
    }
    long fromMs = from.toEpochMilli();
    long endMs = end.toEpochMilli();
    long firstMs = service.heard.firstMs();
    if (firstMs > fromMs && !service.removed) {
      Instant first = Instant.ofEpochMilli(Math.min(firstMs, endMs));
      holes.add(new Hole(service.name, Why.BEFORE, 0, from, first, 1, 0, "", ""));
    }
    if (service.firstReportMs() > 0) {
      silences(
          service,
          Math.max(fromMs, Math.max(firstMs, service.firstReportMs())),
          service.removed ? Math.min(endMs, service.heard.lastMs()) : endMs,
          holes);
    }
    holes.addAll(service.unseen.between(service.name, fromMs, endMs, service::lasts));
    if (service.gaps.forgottenMs() > 0 && service.gaps.forgottenMs() >= fromMs) {
      Instant forgotten = Instant.ofEpochMilli(Math.min(service.gaps.forgottenMs(), endMs));
      holes.add(new Hole(service.name, Why.FORGOTTEN, 0, from, forgotten, 1, 0, "", ""));
    }
    for (GapGroup group : GapGroup.of(service.gaps.between(from, end))) {
      holes.add(
          new Hole(
              service.name,
              Why.GAP,
              group.reason(),
              group.from().isBefore(from) ? from : group.from(),
              group.to().isAfter(end) ? end : group.to(),
              group.gaps().size(),
              group.accesses(),
              group.instance(),
              group.detail()));
    }
    return holes;
  }

  private static void silences(ServiceRecord service, long fromMs, long endMs, List<Hole> into) {
    if (fromMs >= endMs) {
      return;
    }
    List<Interval> silences = service.heard.silences(fromMs, endMs);
    if (!silences.isEmpty()) {
      into.add(
          new Hole(
              service.name,
              Why.SILENT,
              0,
              Instant.ofEpochMilli(silences.getFirst().fromMs()),
              Instant.ofEpochMilli(silences.getLast().toMs()),
              silences.size(),
              0,
              "",
              ""));
    }
  }
}

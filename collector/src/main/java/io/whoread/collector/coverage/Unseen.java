package io.whoread.collector.coverage;

import io.whoread.collector.coverage.Coverages.Hole;
import io.whoread.collector.coverage.Coverages.Hole.Why;
import io.whoread.collector.state.v1.UnseenState;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.GuardedType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the agents of a service did not look at, and when: by their reports, of which each tells of
 * the time since the one before. An agent that looks at nothing lives and loses nothing, so that
 * neither silence nor a gap tells of it. Guarded by its view.
 */
final class Unseen {
  private final Map<Why, Spans> spans = new EnumMap<>(Why.class);

  /**
   * What an agent does not look at.
   *
   * @param ageMs for how long its process was known to run: classes are met when they are first
   *     used, so that one which has just begun has met none yet
   */
  static Set<Why> of(Coverage report, long ageMs) {
    Set<Why> unseen = EnumSet.noneOf(Why.class);
    Attachment.signalsOff(report).forEach(signal -> unseen.add(Why.ofSignal(signal)));
    if (report.getHooksList().stream()
        .anyMatch(hook -> !Attachment.isSignal(hook) && !hook.getProblem().isEmpty())) {
      unseen.add(Why.HOOK);
    }
    if ((report.getAccessesProduced() > 0 || ageMs > Spans.APART_MS)
        && report.getTypesList().stream().noneMatch(GuardedType::getHooked)) {
      unseen.add(Why.UNGUARDED);
    }
    return unseen;
  }

  /** Where they are too many, the first two become one: rather more is told than less. */
  void add(Why why, long fromMs, long toMs) {
    Spans of = spans.computeIfAbsent(why, unused -> new Spans());
    of.add(fromMs, toMs);
    if (of.areTooMany()) {
      long from = of.all.pollFirstEntry().getKey();
      of.all.put(from, of.all.pollFirstEntry().getValue());
    }
  }

  /**
   * What was not looked at within {@code [fromMs, endMs)}.
   *
   * @param heardMs when the service was last heard: what was not seen then is not seen since, for
   *     as long as that is no silence
   */
  List<Hole> between(String service, long fromMs, long endMs, long heardMs) {
    List<Hole> holes = new ArrayList<>();
    spans.forEach(
        (why, of) -> {
          long first = Long.MAX_VALUE;
          long last = Long.MIN_VALUE;
          int count = 0;
          for (Map.Entry<Long, Long> each : of.all.headMap(endMs).entrySet()) {
            boolean goesOn = heardMs - each.getValue() < Spans.APART_MS;
            long to = goesOn ? heardMs + Spans.APART_MS : each.getValue();
            if (to >= fromMs) {
              first = Math.min(first, Math.max(fromMs, each.getKey()));
              last = Math.max(last, Math.min(endMs, to));
              count++;
            }
          }
          if (count > 0) {
            holes.add(
                new Hole(
                    service,
                    why,
                    0,
                    Instant.ofEpochMilli(first),
                    Instant.ofEpochMilli(last),
                    count,
                    0));
          }
        });
    return holes;
  }

  List<UnseenState> save() {
    List<UnseenState> state = new ArrayList<>();
    spans.forEach(
        (why, of) ->
            state.add(UnseenState.newBuilder().setWhy(why.name()).addAllSpans(of.save()).build()));
    return state;
  }

  void restore(List<UnseenState> state) {
    for (UnseenState each : state) {
      Spans of = new Spans();
      of.restore(each.getSpansList());
      spans.put(Why.valueOf(each.getWhy()), of);
    }
  }
}

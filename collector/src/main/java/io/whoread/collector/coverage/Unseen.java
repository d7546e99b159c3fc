package io.whoread.collector.coverage;

import io.whoread.collector.coverage.Coverages.Hole;
import io.whoread.collector.coverage.Coverages.Hole.Why;
import io.whoread.collector.state.v1.UnseenState;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.GuardedType;
import io.whoread.record.v1.Hook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * What the agents of a service did not look at, and when: by their reports, of which each tells of
 * the time since the one before. An agent that looks at nothing lives and loses nothing, so that
 * neither silence nor a gap tells of it. Guarded by its view.
 */
final class Unseen {
  private static final int MAX_KINDS = 1_000;
  private static final int MAX_SPANS = 200;
  private static final int MAX_PROBLEMS = 20;
  private static final int LONGEST_DETAIL = 300;

  /** More processes than these are told together. */
  private static final int FEW = 3;

  /** Those that came first stand first. */
  private final Map<What, Spans> spans = new LinkedHashMap<>();

  /**
   * What a process does not look at.
   *
   * @param detail of a hook, what is wrong with it; else empty
   * @param instance empty where there were too many to tell them apart
   */
  record What(Why why, String detail, String instance) {
    private What anywhere() {
      return new What(why, "", "");
    }
  }

  /**
   * What an agent does not look at.
   *
   * @param ageMs for how long its process was known to run: classes are met when they are first
   *     used, so that one which has just begun has met none yet
   */
  static Set<What> of(String instance, Coverage report, long ageMs) {
    Set<What> unseen = new LinkedHashSet<>();
    Attachment.signalsOff(report)
        .forEach(signal -> unseen.add(new What(Why.ofSignal(signal), "", instance)));
    report.getHooksList().stream()
        .filter(hook -> !Attachment.isSignal(hook))
        .flatMap(hook -> problems(hook).stream())
        .limit(MAX_PROBLEMS)
        .forEach(problem -> unseen.add(new What(Why.HOOK, problem, instance)));
    if ((report.getAccessesProduced() > 0 || ageMs > Spans.APART_MS)
        && report.getTypesList().stream().noneMatch(GuardedType::getHooked)) {
      unseen.add(new What(Why.UNGUARDED, "", instance));
    }
    return unseen;
  }

  /** What is wrong with a hook, one by one: "accessors: com.example.Order has no member fone". */
  static List<String> problems(Hook hook) {
    List<String> problems = new ArrayList<>();
    for (String problem : hook.getProblem().split("; ")) {
      if (!problem.isEmpty()) {
        String told = hook.getName() + ": " + problem;
        problems.add(told.substring(0, Math.min(LONGEST_DETAIL, told.length())));
      }
    }
    return problems;
  }

  /** Where they are too many, two become one: rather more is told than less. */
  void add(What what, long fromMs, long toMs) {
    if (!spans.containsKey(what) && spans.size() >= MAX_KINDS) {
      What first =
          spans.keySet().stream()
              .filter(each -> !each.equals(each.anywhere()))
              .findFirst()
              .orElse(what);
      Spans of = spans.remove(first);
      if (of != null) {
        of.all.forEach((from, to) -> put(first.anywhere(), from, to));
      }
    }
    put(what, fromMs, toMs);
  }

  private void put(What what, long fromMs, long toMs) {
    Spans of = spans.computeIfAbsent(what, unused -> new Spans());
    of.add(fromMs, toMs);
    if (of.all.size() > MAX_SPANS) {
      long from = of.all.pollFirstEntry().getKey();
      of.all.put(from, of.all.pollFirstEntry().getValue());
    }
  }

  /**
   * What was not looked at within {@code [fromMs, endMs)}.
   *
   * @param lasts up to when what a process did not look at by its last report may last, in
   *     milliseconds since 1970; 0 where the process has ended, or looks now
   */
  List<Hole> between(String service, long fromMs, long endMs, ToLongFunction<What> lasts) {
    Map<What, List<Hole>> alike = new LinkedHashMap<>();
    spans.forEach(
        (what, of) -> {
          long lastsTo = lasts.applyAsLong(what);
          for (Map.Entry<Long, Long> each : of.all.headMap(endMs).entrySet()) {
            boolean last = each.getKey().equals(of.all.lastKey());
            long to = last ? Math.max(each.getValue(), lastsTo) : each.getValue();
            if (to >= fromMs) {
              alike
                  .computeIfAbsent(new What(what.why, what.detail, ""), unused -> new ArrayList<>())
                  .add(
                      new Hole(
                          service,
                          what.why,
                          0,
                          Instant.ofEpochMilli(Math.max(fromMs, each.getKey())),
                          Instant.ofEpochMilli(Math.min(endMs, to)),
                          1,
                          0,
                          what.instance,
                          what.detail));
            }
          }
        });
    List<Hole> holes = new ArrayList<>();
    alike.values().forEach(each -> holes.addAll(each.size() > FEW ? together(each) : each));
    return holes;
  }

  private static List<Hole> together(List<Hole> alike) {
    Hole any = alike.getFirst();
    return List.of(
        new Hole(
            any.service(),
            any.why(),
            0,
            alike.stream().map(Hole::from).min(Instant::compareTo).orElseThrow(),
            alike.stream().map(Hole::to).max(Instant::compareTo).orElseThrow(),
            alike.size(),
            0,
            alike.stream().allMatch(each -> each.instance().equals(any.instance()))
                ? any.instance()
                : "",
            any.detail()));
  }

  List<UnseenState> save() {
    List<UnseenState> state = new ArrayList<>();
    spans.forEach((what, of) -> state.add(save(what).addAllSpans(of.save()).build()));
    return state;
  }

  static UnseenState.Builder save(What what) {
    return UnseenState.newBuilder()
        .setWhy(what.why.name())
        .setDetail(what.detail)
        .setInstance(what.instance);
  }

  void restore(List<UnseenState> state) {
    for (UnseenState each : state) {
      Spans of = new Spans();
      of.restore(each.getSpansList());
      spans.put(restore(each), of);
    }
  }

  static What restore(UnseenState state) {
    return new What(Why.valueOf(state.getWhy()), state.getDetail(), state.getInstance());
  }
}

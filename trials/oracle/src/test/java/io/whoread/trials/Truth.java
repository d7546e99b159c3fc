package io.whoread.trials;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What truly left in the requests of a scenario. */
final class Truth {
  private final Set<Row> rows = new TreeSet<>();

  /** At least one of each of these left; which cannot be told. */
  private final List<Set<Row>> either = new ArrayList<>();

  /** What may be told, of those of whom something else left in the same way. */
  private final Set<Row> allowed = new HashSet<>();

  /** One of these left. */
  void add(Set<Row> candidates) {
    if (candidates.size() == 1) {
      rows.addAll(candidates);
    } else {
      either.add(candidates);
    }
  }

  /** These left too, as far as it can be told whose a value is that several have. */
  void allow(Set<Row> sharing) {
    allowed.addAll(sharing);
  }

  /** Missing in the trail (-), and in it without having left (+): one line each; empty if equal. */
  List<String> differences(Set<Row> trail) {
    Set<Row> right = new HashSet<>(rows);
    Set<String> shown = new HashSet<>();
    rows.forEach(row -> shown.add(row.request() + row.channel() + row.subject()));
    for (Row row : allowed) {
      if (shown.contains(row.request() + row.channel() + row.subject())) {
        right.add(row);
      }
    }
    List<String> lines = new ArrayList<>();
    for (Set<Row> candidates : either) {
      right.addAll(candidates);
      if (candidates.stream().noneMatch(trail::contains)) {
        Row first = candidates.iterator().next();
        lines.add("- one of " + candidates.size() + ": " + line(first));
      }
    }
    rows.stream().filter(row -> !trail.contains(row)).forEach(row -> lines.add("- " + line(row)));
    trail.stream().filter(row -> !right.contains(row)).forEach(row -> lines.add("+ " + line(row)));
    return lines;
  }

  private static String line(Row row) {
    return String.join(
        " | ",
        row.request().substring(0, 6),
        row.actor(),
        row.operation(),
        row.subject(),
        row.channel(),
        row.kind());
  }

  /**
   * What left, counted: {@code response: 20 x name order-id phone*}. Channels are separated by
   * semicolons; a value of one of several subjects is told as {@code 1 of 3 x phone}.
   */
  String summary() {
    Map<String, Map<String, Set<String>>> kinds = new TreeMap<>();
    for (Row row : rows) {
      kinds
          .computeIfAbsent(row.channel(), channel -> new LinkedHashMap<>())
          .computeIfAbsent(row.request() + row.subject(), subject -> new TreeSet<>())
          .add(row.kind());
    }
    Map<String, Map<String, Integer>> counts = new TreeMap<>();
    kinds.forEach(
        (channel, subjects) ->
            subjects
                .values()
                .forEach(
                    set ->
                        counts
                            .computeIfAbsent(channel, c -> new TreeMap<>())
                            .merge(" x " + String.join(" ", set), 1, Integer::sum)));
    for (Set<Row> candidates : either) {
      Row one = candidates.iterator().next();
      counts
          .computeIfAbsent(one.channel(), c -> new TreeMap<>())
          .merge(" of " + candidates.size() + " x " + one.kind(), 1, Integer::sum);
    }
    List<String> parts = new ArrayList<>();
    counts.forEach(
        (channel, sets) -> {
          List<String> texts = new ArrayList<>();
          sets.forEach((set, count) -> texts.add(count + set));
          parts.add(channel + ": " + String.join(", ", texts));
        });
    return String.join("; ", parts);
  }
}

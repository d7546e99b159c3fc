package io.whoread.collector.coverage;

import io.whoread.collector.coverage.Coverages.GapRow;
import io.whoread.record.v1.GapReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gaps that look alike: of one service, for one reason, in the same words but for their numbers.
 *
 * @param gaps as they came, at least one
 */
public record GapGroup(List<GapRow> gaps) {
  /** Groups in the order of the first gap of each. */
  public static List<GapGroup> of(List<GapRow> gaps) {
    Map<List<Object>, List<GapRow>> groups = new LinkedHashMap<>();
    for (GapRow gap : gaps) {
      // Of missing batches the words are their numbers.
      String words =
          gap.reason() == GapReason.GAP_REASON_MISSING_VALUE
              ? ""
              : gap.detail().replaceAll("\\d+", "#");
      groups
          .computeIfAbsent(List.of(gap.service(), gap.reason(), words), unused -> new ArrayList<>())
          .add(gap);
    }
    return groups.values().stream().map(GapGroup::new).toList();
  }

  private GapRow any() {
    return gaps.getFirst();
  }

  public String service() {
    return any().service();
  }

  /** As in {@link GapRow}. */
  public int reason() {
    return any().reason();
  }

  /** When the first of them begins. */
  public Instant from() {
    return gaps.stream().map(GapRow::from).min(Comparator.naturalOrder()).orElseThrow();
  }

  /** When the last of them ends. */
  public Instant to() {
    return gaps.stream().map(GapRow::to).max(Comparator.naturalOrder()).orElseThrow();
  }

  /** Known to be lost in all of them together; at least so many. */
  public long accesses() {
    return gaps.stream().mapToLong(GapRow::accesses).sum();
  }

  /** Whether that is all, as far as the agents know. */
  public boolean isCounted() {
    return gaps.stream().allMatch(gap -> gap.accesses() > 0);
  }

  /** In how many processes. */
  public long instances() {
    return gaps.stream().map(GapRow::instance).distinct().count();
  }

  /** Of all of them; empty where they differ. */
  public String instance() {
    return instances() == 1 ? any().instance() : "";
  }

  /** Of all of them; empty where they differ. */
  public String detail() {
    return gaps.stream().map(GapRow::detail).distinct().count() == 1 ? any().detail() : "";
  }
}

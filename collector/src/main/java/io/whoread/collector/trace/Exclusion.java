package io.whoread.collector.trace;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Whom the reads exclude: persons who read none of the victims' orders in their time, or no more of
 * them than chance would give.
 *
 * @param active how many persons read anything from the first purchase to the last fraud
 * @param readNone how many of these read no victim's order in its time
 * @param noMore how many read some, and no more than chance would give
 * @param excluded the persons of both, those first who would have read most by chance; at most
 *     {@link #MOST}
 * @param about what is known of those who were asked for, in their order
 */
public record Exclusion(
    int active, int readNone, int noMore, List<Source> excluded, List<Asked> about) {
  static final int MOST = 300;

  /**
   * @param known whether the person is in the records at all
   * @param source null where the person read neither a victim's order nor any that it is compared
   *     with
   */
  public record Asked(SourceName name, boolean known, Source source) {}

  static Exclusion of(
      ReadTable table, List<Victim.Window> windows, Ranker persons, List<SourceName> about) {
    long from = windows.stream().mapToLong(Victim.Window::from).min().orElse(0);
    long to = windows.stream().mapToLong(Victim.Window::to).max().orElse(-1);
    BitSet active = table.active(SourceKind.PERSON, from, to);
    List<Source> excluded = new ArrayList<>();
    int readNone = 0;
    int noMore = 0;
    Map<Integer, Source> told =
        persons.of(
            IntStream.concat(
                    active.stream(),
                    about.stream().mapToInt(name -> table.find(SourceKind.PERSON, name)))
                .filter(each -> each >= 0)
                .distinct());
    for (int i = active.nextSetBit(0); i >= 0; i = active.nextSetBit(i + 1)) {
      Source source = told.get(i);
      if (source == null || source.explained() == 0) {
        readNone++;
      } else if (source.explained() <= source.expected()) {
        noMore++;
      } else {
        continue;
      }
      if (source != null) {
        excluded.add(source);
      }
    }
    excluded.sort(
        Comparator.comparingDouble(Source::expected).reversed().thenComparing(Source::name));
    return new Exclusion(
        active.cardinality(),
        readNone,
        noMore,
        List.copyOf(excluded.subList(0, Math.min(MOST, excluded.size()))),
        about.stream()
            .map(
                name -> {
                  int number = table.find(SourceKind.PERSON, name);
                  return new Asked(name, number >= 0, told.get(number));
                })
            .toList());
  }
}

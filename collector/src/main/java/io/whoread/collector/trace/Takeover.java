package io.whoread.collector.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A rival of every internal source: that customers' own accounts were taken over. For it speaks
 * that a caller knew a password, and that the customer's order was read, as the customer, from a
 * place from which many customers' were.
 *
 * @param lines of victims whose callers knew a password
 * @param seen for lines of the list, from where: of each kind that from which most customers read
 */
public record Takeover(List<Long> lines, List<Seen> seen) {
  /** Fewer share a household, or an office. */
  private static final int MANY = 5;

  /**
   * @param kind an address or a session
   * @param customers how many read what is theirs from there
   */
  public record Seen(long line, SourceKind kind, SourceName name, int customers) {}

  static Takeover of(ReadTable table, List<Victim.Window> windows) {
    List<Long> lines =
        windows.stream()
            .map(Victim.Window::victim)
            .filter(victim -> victim.knew().password())
            .map(Victim::line)
            .sorted()
            .toList();
    List<Seen> seen = new ArrayList<>();
    for (SourceKind kind : List.of(SourceKind.ADDRESS, SourceKind.SESSION)) {
      seen(table, kind, windows, seen);
    }
    seen.sort(Comparator.comparingLong(Seen::line).thenComparing(Seen::kind));
    return new Takeover(lines, List.copyOf(seen));
  }

  private static void seen(
      ReadTable table, SourceKind kind, List<Victim.Window> windows, List<Seen> seen) {
    Map<Victim.Window, Set<Integer>> places = new HashMap<>();
    Set<Integer> all = new HashSet<>();
    for (Victim.Window window : windows) {
      table.ownReads(
          kind,
          window.row(),
          (source, time, plain, imported) -> {
            if (time >= window.from() && time <= window.to()) {
              places.computeIfAbsent(window, each -> new HashSet<>()).add(source);
              all.add(source);
            }
          });
    }
    Map<Integer, Integer> customers = table.customersOf(kind, all);
    places.forEach(
        (window, sources) -> {
          int most = Collections.max(sources, Comparator.comparing(customers::get));
          if (customers.get(most) >= MANY) {
            SourceName name = table.name(kind, most);
            seen.add(new Seen(window.victim().line(), kind, name, customers.get(most)));
          }
        });
  }
}

package io.whoread.collector.trace;

import io.whoread.record.Roles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What each victim is compared with: subjects that were placed about the same time, and where
 * several victims bought at one shop, those of that shop. That a shop's own people read what is
 * sold there says nothing against any of them; that one of them read more of the victims than of
 * the shop's other orders does.
 */
final class Controls {
  /** Fewer victims of one shop are what chance gives. */
  private static final int FEWEST_VICTIMS = 3;

  /**
   * Victims of a shop of which fewer other subjects are known are compared with all. The sample of
   * a large trail holds some thirty of a shop that sells twenty orders a day.
   */
  private static final int FEWEST_OF_SHOP = 30;

  /** So many of a shop are taken however far away they were placed. */
  private static final int TAKEN_OF_SHOP = 100;

  private final List<int[]> ofAll;
  private final List<int[]> ofShops;

  private Controls(List<int[]> ofAll, List<int[]> ofShops) {
    this.ofAll = ofAll;
    this.ofShops = ofShops;
  }

  static Controls of(ReadTable table, List<Victim.Window> victims) {
    Set<Integer> own = victims.stream().map(Victim.Window::row).collect(Collectors.toSet());
    int[] all = IntStream.range(0, table.subjects()).toArray();
    List<int[]> ofAll =
        victims.stream()
            .map(each -> Stratum.rows(table, each, all, Stratum.FEWEST, own::contains))
            .toList();
    Map<Integer, int[]> shops = shops(table, victims);
    List<int[]> ofShops = new ArrayList<>();
    for (int v = 0; v < victims.size(); v++) {
      int[] shop = shops.get(table.seller(victims.get(v).row()));
      // Of few others the victims are a good part: they stay among them, as chance has it.
      ofShops.add(
          shop == null
              ? ofAll.get(v)
              : Stratum.rows(table, victims.get(v), shop, TAKEN_OF_SHOP, victim -> false));
    }
    return new Controls(ofAll, ofShops);
  }

  /** The subjects of shops that sold to several victims. */
  private static Map<Integer, int[]> shops(ReadTable table, List<Victim.Window> victims) {
    Map<Integer, Integer> sold = new HashMap<>();
    victims.forEach(each -> sold.merge(table.seller(each.row()), 1, Integer::sum));
    Map<Integer, int[]> shops = new HashMap<>();
    sold.forEach(
        (seller, many) -> {
          if (seller >= 0 && many >= FEWEST_VICTIMS && !isCourier(table, seller)) {
            int[] rows = rows(table, seller);
            if (rows.length - many >= FEWEST_OF_SHOP) {
              shops.put(seller, rows);
            }
          }
        });
    return shops;
  }

  /** What a courier carries is the courier's alone: of it there is nobody else to compare with. */
  private static boolean isCourier(ReadTable table, int seller) {
    String name = table.name(SourceKind.SELLER, seller).name();
    return table.find(SourceKind.PERSON, new SourceName(Roles.COURIER, name)) >= 0;
  }

  private static int[] rows(ReadTable table, int seller) {
    int[] rows = new int[64];
    int count = 0;
    for (int row = 0; row < table.subjects(); row++) {
      if (table.seller(row) == seller) {
        if (count == rows.length) {
          rows = Arrays.copyOf(rows, count * 2);
        }
        rows[count++] = row;
      }
    }
    return Arrays.copyOf(rows, count);
  }

  /**
   * For each victim the rows of its controls, and its own as the last. That a seller sold to many
   * of them is what is asked of sellers.
   */
  List<int[]> rows(SourceKind kind) {
    return kind == SourceKind.SELLER ? ofAll : ofShops;
  }
}

package io.whoread.bench.market;

import io.whoread.record.Roles;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Lists of victims in a marketplace, as its complaints would come in: some of what one person read
 * in the course of work and sold, among strangers; or strangers alone. Purchases and frauds are
 * told by days. From a purchase to its fraud it takes as long, and the frauds lie as close
 * together, as in a published case.
 */
public final class Leaks implements Consumer<Visit> {
  /**
   * Days from the purchase to the fraud of those 34 of 38 buyers for whom China Youth Daily printed
   * both in June 2017, by the day of the fraud.
   */
  private static final int[] LAGS = {
    29, 63, 76, 12, 41, 35, 24, 35, 36, 35, 36, 25, 8, 26, 41, 21, 54, 63, 9, 47, 30, 19, 33, 71,
    31, 43, 34, 42, 14, 46, 43, 30, 22, 57
  };

  /** How many days before the last fraud theirs were. */
  private static final int[] BEFORE_LAST = {
    46, 46, 45, 44, 41, 40, 33, 33, 32, 32, 32, 32, 32, 31, 26, 25, 19, 17, 14, 11, 11, 11, 10, 10,
    9, 9, 9, 9, 8, 8, 8, 8, 5, 0
  };

  static final int VICTIMS = 50;
  static final int STRANGERS = 15;

  /** Who read fewer orders has nothing to sell. */
  private static final int FEWEST_READ = 100;

  /** The last fraud was in one of so many days before the end. */
  private static final int LAST_DAYS = 10;

  /** How far from the day of the case's purchase one is looked for, in days. */
  private static final int NEAR = 3;

  /** The largest shops; of a smaller one all buyers would be the list. */
  private static final int BUSY_SHOPS = 20;

  private final World world;

  /** By person, each order that was read with something in plain, and when first. */
  private final Map<Integer, Map<Integer, Long>> reads = new TreeMap<>();

  private List<Person> suspects;

  public Leaks(World world) {
    this.world = world;
  }

  /**
   * @param leaker role and id; null where nobody's reads explain the list
   * @param shop of which the leaker is an account, or of which all orders are; null for none
   * @param csv order, purchase and fraud
   */
  public record Case(String role, String leaker, String shop, String csv) {}

  @Override
  public void accept(Visit visit) {
    Person person = visit.reader().person();
    if (person != null && !visit.operation().plain.isEmpty()) {
      Map<Integer, Long> ofPerson = reads.computeIfAbsent(person.index, each -> new HashMap<>());
      for (int order : visit.orders()) {
        ofPerson.putIfAbsent(order, visit.time());
      }
    }
  }

  /** A list that somebody leaked, whoever read enough: as many of each role as there are. */
  public Case leaked(long number) {
    Dice dice = world.dice("leak", number);
    while (true) {
      Person leaker = suspects().get(dice.below(suspects.size()));
      Draft draft = new Draft(dice);
      if (draft.leaked(leaker)) {
        draft.strangers(VICTIMS - STRANGERS, -1);
        boolean seller = leaker.reader.role().equals(Roles.SELLER);
        String shop = seller ? world.people.shopId(leaker.unit) : null;
        return new Case(leaker.reader.role(), leaker.reader.id(), shop, draft.csv());
      }
    }
  }

  /** A list that nobody leaked. */
  public Case unrelated(long number) {
    Draft draft = new Draft(world.dice("unrelated", number));
    draft.strangers(0, -1);
    return new Case(null, null, null, draft.csv());
  }

  /** A list that nobody leaked, whose orders are all of one busy shop. */
  public Case ofOneShop(long number) {
    Dice dice = world.dice("shop", number);
    int shop = dice.below(BUSY_SHOPS);
    Draft draft = new Draft(dice);
    draft.strangers(0, shop);
    return new Case(null, null, world.people.shopId(shop), draft.csv());
  }

  private List<Person> suspects() {
    if (suspects == null) {
      suspects =
          reads.entrySet().stream()
              .filter(each -> each.getValue().size() >= FEWEST_READ)
              .map(each -> world.everybody().get(each.getKey()))
              .toList();
    }
    return suspects;
  }

  private final class Draft {
    private final Dice dice;
    private final int last;
    private final Set<Integer> taken = new HashSet<>();
    private final List<String> lines = new ArrayList<>();

    Draft(Dice dice) {
      this.dice = dice;
      last = world.size.days() - 1 - NEAR - dice.below(LAST_DAYS);
    }

    /** The days on which a line's order may have been placed: those of the case and near ones. */
    private int purchase(int line) {
      return last - BEFORE_LAST[line] - LAGS[line] + dice.between(-NEAR, NEAR + 1);
    }

    /** False where the person did not read enough of what was placed then. */
    boolean leaked(Person leaker) {
      Map<Integer, List<Integer>> byDay = new HashMap<>();
      Map<Integer, Long> ofLeaker = reads.get(leaker.index);
      ofLeaker
          .keySet()
          .forEach(
              order ->
                  byDay
                      .computeIfAbsent(world.orders.placedOn(order), day -> new ArrayList<>())
                      .add(order));
      int tries = 0;
      while (lines.size() < VICTIMS - STRANGERS) {
        if (tries++ == 100 * VICTIMS) {
          return false;
        }
        int line = dice.below(LAGS.length);
        int day = purchase(line);
        List<Integer> placed = byDay.getOrDefault(day, List.of());
        if (!placed.isEmpty()) {
          int order = placed.get(dice.below(placed.size()));
          boolean known = ofLeaker.get(order) < world.days.start(day + LAGS[line]);
          if (known) {
            add(order, line);
          }
        }
      }
      return true;
    }

    /**
     * @param from how many lines there are
     * @param shop of all of them; -1 for any
     */
    void strangers(int from, int shop) {
      while (lines.size() < VICTIMS) {
        int line = dice.below(LAGS.length);
        int day = purchase(line);
        int first = world.orders.placedBy(world.days.start(day) - 1);
        int end = world.orders.placedBy(world.days.start(day + 1) - 1);
        int order = dice.between(first, end);
        if (shop < 0 || world.orders.shop(order) == shop) {
          add(order, line);
        }
      }
    }

    private void add(int order, int line) {
      if (taken.add(order)) {
        int purchase = world.orders.placedOn(order);
        LocalDate fraud = world.days.date(purchase + LAGS[line]);
        lines.add(Orders.number(order) + "," + world.days.date(purchase) + "," + fraud);
      }
    }

    String csv() {
      return "order,purchase,fraud\n" + String.join("\n", lines) + "\n";
    }
  }
}

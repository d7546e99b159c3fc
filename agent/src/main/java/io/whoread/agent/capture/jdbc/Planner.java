package io.whoread.agent.capture.jdbc;

import io.whoread.agent.boot.RowPlan;
import io.whoread.agent.capture.bean.GuardedTypes;
import io.whoread.agent.config.Config;
import io.whoread.agent.config.GuardRule;
import io.whoread.agent.guess.Guess;
import io.whoread.agent.ship.FieldNames;
import io.whoread.record.FieldKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides what the columns of a result set are.
 *
 * <p>A column of a table that a rule names is what the rule says of the member that it is called
 * like. Rules without a table, and without any rule the guesses by names, take a row as a whole:
 * its names must hold the rule's id and something personal, or two personal things. What was bought
 * is none of these: without an order or a person beside it, it is the shop's list of goods. Nor is
 * what stands in a table of staff.
 *
 * <p>A row of a join is the subject of the one rule of which there is the id and most that is
 * personal. What else is personal in it is told with it, and the ids of the other subjects are its
 * links. Nothing is told twice, and nobody's phone number is lost because an order stands beside
 * it.
 */
final class Planner {
  private static final Set<String> BOUGHT = Collections.singleton(FieldKind.PURCHASE.label());

  private final GuardedTypes types;
  private final FieldNames kinds;
  private final List<GuardRule> byTable = new ArrayList<>();
  private final List<GuardRule> byNames = new ArrayList<>();
  private final Set<GuardRule> met = ConcurrentHashMap.newKeySet();
  private volatile Runnable changed = () -> {};

  Planner(Config config, GuardedTypes types) {
    this.types = types;
    this.kinds = types.kinds();
    for (GuardRule rule : config.guard) {
      (rule.table == null ? byNames : byTable).add(rule);
    }
  }

  /** Has it told from now on when a row was met that a rule is for, the first of each. */
  void whenMet(Runnable told) {
    changed = told;
  }

  /** Whether a row was met that a rule is for. */
  boolean isMet(GuardRule rule) {
    return met.contains(rule);
  }

  /**
   * @return {@link RowPlan#NONE} where nothing is personal
   */
  RowPlan plan(String statement, List<Column> columns) {
    List<Found> all = found(columns);
    Found main = null;
    for (Found each : all) {
      main = main == null || each.isBetterThan(main) ? each : main;
    }
    if (main == null) {
      return RowPlan.NONE;
    }
    Builder builder = new Builder(columns.size());
    long personal = 0;
    for (Found each : all) {
      for (Map.Entry<Integer, String> field : each.fields.entrySet()) {
        long bit = 1L << kinds.bit(field.getValue());
        personal |= bit;
        builder.place(field.getKey(), bit);
      }
    }
    if (personal == 0) {
      return RowPlan.NONE;
    }
    boolean first = false;
    for (Found each : all) {
      // A guessed rule is made for the very statement.
      first |= !types.areGuessed() && met.add(each.rule);
    }
    if (first) {
      changed.run();
    }
    return builder.build(statement, columns, main, all);
  }

  private List<Found> found(List<Column> columns) {
    List<Found> all = new ArrayList<>();
    boolean[] taken = new boolean[columns.size()];
    for (GuardRule rule : byTable) {
      Found found = new Found(rule);
      for (int i = 0; i < columns.size(); i++) {
        Column column = columns.get(i);
        if (rule.table.matches(column.table)) {
          found.take(i, column, taken);
        }
      }
      if (!found.isEmpty()) {
        all.add(found);
      }
    }
    if (all.stream().allMatch(each -> each.fields.isEmpty())) {
      Found whole = types.areGuessed() ? guessed(columns) : named(columns);
      if (whole != null) {
        all.add(whole);
      }
    }
    return all;
  }

  /** By a rule without a table; null where none fits. */
  private Found named(List<Column> columns) {
    Found best = null;
    for (GuardRule rule : byNames) {
      Found found = new Found(rule);
      boolean[] taken = new boolean[columns.size()];
      for (int i = 0; i < columns.size(); i++) {
        if (!Guess.isOfStaff(columns.get(i).table)) {
          found.take(i, columns.get(i), taken);
        }
      }
      if (found.fits() && (best == null || found.isBetterThan(best))) {
        best = found;
      }
    }
    return best;
  }

  private Found guessed(List<Column> columns) {
    Map<String, Integer> names = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      if (!Guess.isOfStaff(columns.get(i).table)) {
        names.putIfAbsent(Guesses.name(columns.get(i)), i);
      }
    }
    GuardRule rule = Guesses.rule(names.keySet());
    if (rule == null) {
      return null;
    }
    Found found = new Found(rule);
    names.forEach((name, i) -> found.takeMember(i, name));
    return found;
  }

  /** What a rule finds in the columns of a result set: members and where they stand. */
  private static final class Found {
    final GuardRule rule;

    /** Number of a column, from 0, to the kind of what is personal in it. */
    final Map<Integer, String> fields = new LinkedHashMap<>();

    /** Those of them that are personal; a country's name and a zone's are one. */
    private final Set<String> members = new HashSet<>();

    final Map<String, Integer> links = new LinkedHashMap<>();
    int id = -1;
    int owner = -1;
    int placed = -1;
    int status = -1;

    Found(GuardRule rule) {
      this.rule = rule;
    }

    boolean isEmpty() {
      return fields.isEmpty() && id < 0 && links.isEmpty();
    }

    /** Whether it is more than what may stand in any table. */
    boolean fits() {
      int told = members.size() + (id >= 0 ? 1 : 0);
      return told >= 2 && !fields.isEmpty() && (id >= 0 || !BOUGHT.containsAll(fields.values()));
    }

    boolean isBetterThan(Found other) {
      boolean subject = id >= 0;
      return subject == (other.id >= 0) ? fields.size() > other.fields.size() : subject;
    }

    /** Takes a column for a member of the rule, if it is one and no other rule has it. */
    void take(int at, Column column, boolean[] taken) {
      String member = rule.columns.get(column.name);
      for (String one : rule.members()) {
        if (member == null && (isNamed(column.name, one) || isNamed(column.label, one))) {
          member = one;
        }
      }
      if (member != null && !taken[at]) {
        taken[at] = true;
        takeMember(at, member);
      }
    }

    /** {@code receiver_mobile}, {@code RECEIVERMOBILE} and the like of {@code receiverMobile}. */
    private static boolean isNamed(String column, String member) {
      return flat(column).equalsIgnoreCase(flat(member));
    }

    private static String flat(String name) {
      return name.replace("_", "");
    }

    void takeMember(int at, String member) {
      String kind = rule.fields.get(member);
      if (kind != null) {
        fields.put(at, kind);
        members.add(member);
      }
      id = id < 0 && member.equals(rule.id) ? at : id;
      owner = owner < 0 && member.equals(rule.owner) ? at : owner;
      placed = placed < 0 && member.equals(rule.placed) ? at : placed;
      status = status < 0 && member.equals(rule.status) ? at : status;
      rule.links.forEach(
          (link, of) -> {
            if (of.equals(member)) {
              links.putIfAbsent(link, at);
            }
          });
    }
  }

  /** Gives places to columns. */
  private static final class Builder {
    private final int[] places;
    private long[] bits = new long[0];

    Builder(int columns) {
      places = new int[columns + 1];
      Arrays.fill(places, -1);
    }

    /**
     * @param column from 0; -1 for none, which has no place
     */
    int place(int column, long bit) {
      if (column < 0) {
        return -1;
      }
      if (places[column + 1] < 0) {
        places[column + 1] = bits.length;
        bits = Arrays.copyOf(bits, bits.length + 1);
      }
      bits[places[column + 1]] |= bit;
      return places[column + 1];
    }

    Plan build(String statement, List<Column> columns, Found main, List<Found> all) {
      Map<String, Integer> links = new LinkedHashMap<>(main.links);
      for (Found other : all) {
        if (other != main && other.id >= 0 && !other.rule.subject.equals(main.rule.subject)) {
          links.putIfAbsent(other.rule.subject, other.id);
        }
      }
      boolean known = main.id >= 0;
      int id = place(main.id, 0);
      int owner = place(main.owner, 0);
      int placed = place(main.placed, 0);
      int status = place(main.status, 0);
      List<String> linkKinds = new ArrayList<>();
      int[] linkPlaces = new int[Math.min(links.size(), GuardRule.MAX_LINKS)];
      for (Map.Entry<String, Integer> link : links.entrySet()) {
        if (linkKinds.size() < linkPlaces.length) {
          linkPlaces[linkKinds.size()] = place(link.getValue(), 0);
          linkKinds.add(link.getKey());
        }
      }
      String[] labels = columns.stream().map(column -> column.label).toArray(String[]::new);
      return new Plan(
          statement,
          labels,
          places,
          bits,
          known ? main.rule.subject : null,
          id,
          owner,
          placed,
          status,
          linkKinds,
          linkPlaces);
    }
  }
}

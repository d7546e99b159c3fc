package io.whoread.agent.scope;

import io.whoread.agent.boot.Ledger;
import io.whoread.agent.boot.Row;
import io.whoread.agent.capture.bean.GuardedType;
import io.whoread.agent.capture.bean.GuardedTypes;
import io.whoread.agent.capture.jdbc.Plan;
import io.whoread.agent.ship.AccessDraft.LoadedDraft;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The subjects of one request, from its first read to its end: the entries of its threads' ledgers
 * brought together, subject by subject.
 *
 * <p>A ledger is absorbed when something leaves, when it is full, and at the end. Then what is new
 * is told (see {@link Telling}), and what need not be known any more is forgotten: all but the
 * subjects of which something was read that was not yet seen leaving. So a page that is written
 * property by property by a serialiser that tells what it writes leaves nothing behind, and costs
 * no search.
 *
 * <p>This runs once a page with all that the page showed, so it makes few objects: a {@link Sum} a
 * subject.
 *
 * <p>An object that does not say whose it is belongs to the subject of the object that holds it,
 * where exactly one does, or to that of which it shows the values, or else to one that it names
 * beside the one that it lacks: an order without its number may name its customer. No subject is
 * ever guessed.
 *
 * <p>Not safe for use by several threads: they take turns by its monitor.
 */
final class Subjects {
  /** More are told at once. */
  private static final int MAX = 1_024;

  /** Subjects that are kept, when told, for what may still leave of them: the last. */
  private static final int KEPT = 4_096;

  /** Subjects that are kept, when told, for the objects that they hold: the last. */
  private static final int KEPT_HOLDERS = 16;

  /** As many result sets as may be read in turn, each at a row. */
  private static final int LAST_ROWS = 8;

  /** Of what the values of rows are said to be. */
  private static final String ROWS = "resultset";

  private final GuardedTypes types;
  private final SumTable all = new SumTable();
  private final Held held;
  private final Given given;
  private final Echo echo;
  private final LoadedSums loaded = new LoadedSums();

  /** The rows that came last, which may go on being filled. */
  private final List<Row> lastRows = new ArrayList<>(0);

  /** By kind, how many subjects something was told of as shown. */
  private final Map<String, Integer> shown = new HashMap<>(2);

  /** When the first of what is not yet told was read, in milliseconds since 1970. */
  private long firstAtMs;

  private boolean anyNews;

  /** How many subjects were kept when the last was told. */
  private int kept;

  /** As {@link #kept}, of objects whose subject is not known. */
  private int heldKept;

  Subjects(GuardedTypes types) {
    Holders holders = new Holders(types);
    this.types = types;
    this.held = new Held(holders);
    this.given = new Given(holders);
    this.echo = new Echo(types);
  }

  /** Takes over what a ledger holds, and clears it. */
  void absorb(Ledger ledger) {
    if (!ledger.hasNews()) {
      return;
    }
    if (!anyNews) {
      firstAtMs = ledger.firstAtMs();
      anyNews = true;
    }
    loaded.add(ledger.loads);
    all.makeRoom(ledger.size + ledger.rows.size() + LAST_ROWS);
    rows(ledger.rows);
    for (int entry = 1; entry <= ledger.size; entry++) {
      if (!given.has(ledger.objects[entry]) || isWritten(ledger, entry)) {
        add(ledger, entry);
      }
    }
    ledger.clear();
    held.adopt(all, echo::grew);
  }

  private void add(Ledger ledger, int entry) {
    GuardedType type = types.get(ledger.types[entry]);
    String id = type.subject == null ? null : id(ledger, entry);
    Sum sum;
    if (id == null) {
      sum = held.within(ledger.objects[entry], type.className);
      if (type.subject != null) {
        types.metOrphan();
        sum.lacks(type.subject);
        sum.facts(ledger, entry, type);
      }
    } else {
      sum = all.of(type.subject, type.className, id);
      sum.saysAll |= type.hasOtherIds;
      sum.facts(ledger, entry, type);
    }
    sum.add(ledger, entry);
    echo.grew(sum);
  }

  /** Whether a serialiser told that something of an entry's object was written, and whose it is. */
  private static boolean isWritten(Ledger ledger, int entry) {
    return (ledger.plain[entry] | ledger.masked[entry]) != 0 && id(ledger, entry) != null;
  }

  private static String id(Ledger ledger, int entry) {
    Object id = ledger.ids[entry];
    if (id != null) {
      return Values.id(id);
    }
    // A primitive id of 0 is one that was not yet given.
    return ledger.longIds[entry] == 0 ? null : Long.toString(ledger.longIds[entry]);
  }

  private void rows(List<Row> rows) {
    lastRows();
    for (Row row : rows) {
      row(row);
    }
    int from = Math.max(0, rows.size() - LAST_ROWS);
    lastRows.addAll(rows.subList(from, rows.size()));
    int more = lastRows.size() - LAST_ROWS;
    if (more > 0) {
      lastRows.subList(0, more).clear();
    }
  }

  /** Looks at the last rows again, where more was asked of them. */
  private void lastRows() {
    for (Row row : lastRows) {
      if (row.asked != row.known) {
        echo.changed(row(row));
      }
    }
  }

  private Sum row(Row row) {
    row.known = row.asked;
    Plan plan = (Plan) row.plan;
    String id = plan.id < 0 ? null : Values.id(row.values[plan.id]);
    Sum sum;
    if (id == null) {
      sum = held.of(row, ROWS);
      sum.lacks(plan.subject);
      sum.facts(row, plan);
    } else {
      Sum before = held.remove(row);
      sum = all.of(plan.subject, ROWS, id);
      sum.saysAll |= plan.hasOtherIds;
      sum.facts(row, plan);
      if (before != null) {
        sum.add(before);
      }
    }
    sum.add(row);
    echo.grew(sum);
    return sum;
  }

  /**
   * Forgets rows, the oldest first, where there is nothing else. A job that goes through all orders
   * of a year is told once, at its end.
   *
   * @return false where something is to be told
   */
  boolean forgetLoaded() {
    News news = new News(changed(), changedHeld(), Collections.emptyList(), firstAtMs, 0);
    if (news.isEmpty()) {
      boolean before = anyNews;
      told(news);
      anyNews = before;
    }
    return news.isEmpty();
  }

  /** Notes an object that was made of what the client sent, or a collection of such. */
  void given(Object made) {
    given.add(made);
  }

  boolean isEmpty() {
    return all.size() == 0 && held.size() == 0 && loaded.isEmpty();
  }

  /** Whether there are so many that they should be told. */
  boolean isFull() {
    return all.size() - kept + held.size() - heldKept >= MAX;
  }

  /** Whether anything was read of which it is not known that it left with the response. */
  boolean isOpen() {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).isOpen()) {
        return true;
      }
    }
    for (Sum other : held.all()) {
      if (other.isOpen()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Notes which of the values that were read stand in a text that leaves through a channel.
   *
   * @return whether any does
   */
  boolean search(char[] text, int channel) {
    all.makeRoom(LAST_ROWS);
    lastRows();
    return echo.search(all, held, text, channel);
  }

  /** What is new, in the order of the first reads; it counts as told from now on. */
  News take() {
    held.adoptLast(all, kept, echo::grew);
    held.name(all, echo::hasAny, echo::grew);
    join();
    List<Sum> subjects = changed();
    return new News(subjects, changedHeld(), loaded.take(), firstAtMs, fewest(subjects));
  }

  /**
   * An order that is met by its number, and by the number of its row in what it holds, is one
   * order: one of its objects names both. But where the other is met in an object that names both
   * as well, and does not name this one, it is another order: a parent, a copy. Of two that name
   * each other the first is told.
   */
  private void join() {
    for (int i = 0; i < all.size(); i++) {
      Sum sum = all.get(i);
      for (int link = 0; sum.hasOtherIds && link < sum.links; link++) {
        Sum same =
            sum.linkKinds[link].equals(sum.kind) ? all.find(sum.kind, sum.linkIds[link]) : null;
        if (same != null
            && same != sum
            && same.isNews()
            && (same.isLinkedTo(sum) ? !isAmongFirst(i, same) : !same.saysAll)) {
          sum.takeOver(same);
        }
      }
    }
  }

  private boolean isAmongFirst(int count, Sum sum) {
    for (int i = 0; i < count; i++) {
      if (all.get(i) == sum) {
        return true;
      }
    }
    return false;
  }

  private List<Sum> changed() {
    List<Sum> changed = new ArrayList<>(all.size());
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).isNews()) {
        changed.add(all.get(i));
      }
    }
    return changed;
  }

  private List<Sum> changedHeld() {
    List<Sum> changed = new ArrayList<>(0);
    for (Sum one : held.all()) {
      if (one.isNews() && echo.hasAny(one)) {
        changed.add(one);
      }
    }
    return changed;
  }

  /**
   * How many subjects were shown, of the kind of which it was the fewest; where none was, how many
   * were read just now. The page of one customer has that one, and all of the customer's orders.
   */
  private int fewest(List<Sum> news) {
    Map<String, Integer> read = new HashMap<>();
    for (Sum sum : news) {
      read.merge(sum.kind, 1, Integer::sum);
      if (sum.isShownFirst()) {
        shown.merge(sum.kind, 1, Integer::sum);
      }
    }
    Map<String, Integer> counts = shown.isEmpty() ? read : shown;
    return counts.isEmpty() ? 0 : Collections.min(counts.values());
  }

  /** Forgets what was told and is not needed any more. */
  void told(News news) {
    news.subjects.forEach(Sum::told);
    news.unattributed.forEach(Sum::told);
    anyNews = false;
    int forgotten = all.forget(types.haveOrphans() ? KEPT_HOLDERS : 0, KEPT);
    forgotten += held.forget(KEPT);
    kept = all.size();
    heldKept = held.size();
    echo.forgot(forgotten, all, held);
  }

  /** What is to be told. */
  static final class News {
    final List<Sum> subjects;
    final Collection<Sum> unattributed;
    final List<LoadedDraft> loaded;

    /** When the first of it was read, in milliseconds since 1970. */
    final long atMs;

    boolean isEmpty() {
      return subjects.isEmpty() && unattributed.isEmpty() && loaded.isEmpty();
    }

    /** How many subjects the request has shown so far, of the kind with the fewest. */
    final int fewest;

    News(
        List<Sum> subjects,
        Collection<Sum> unattributed,
        List<LoadedDraft> loaded,
        long atMs,
        int fewest) {
      this.fewest = fewest;
      this.subjects = subjects;
      this.unattributed = unattributed;
      this.loaded = loaded;
      this.atMs = atMs;
    }
  }
}

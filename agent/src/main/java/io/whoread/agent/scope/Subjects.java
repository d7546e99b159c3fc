package io.whoread.agent.scope;

import io.whoread.agent.boot.Ledger;
import io.whoread.agent.boot.Row;
import io.whoread.agent.capture.bean.GuardedType;
import io.whoread.agent.capture.bean.GuardedTypes;
import io.whoread.agent.capture.bean.Proxies;
import io.whoread.agent.capture.bean.TypeReader;
import io.whoread.agent.capture.jdbc.Plan;
import io.whoread.agent.ship.AccessDraft.LoadedDraft;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
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
 * subject, found again through one open table of numbers.
 *
 * <p>An object that does not say whose it is belongs to the subject of the object that holds it,
 * where exactly one does; no subject is ever guessed.
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
  private final Holders holders;

  // Those with a subject, in the order of their first read, and numbers of them, from 1, by the
  // hash of their subject; at most half full.
  private Sum[] all = new Sum[0];
  private volatile int size;
  private int[] table = new int[0];

  /** Those of objects without a subject. */
  private final Map<Object, Sum> others = new IdentityHashMap<>(0);

  /** By kind, how many subjects something was told of as shown. */
  private final Map<String, Integer> shown = new HashMap<>(2);

  /** Objects that the client sent; null for none. */
  private Map<Object, Boolean> given;

  private final LoadedSums loaded = new LoadedSums();

  /** The rows that came last, which may go on being filled. */
  private final List<Row> lastRows = new ArrayList<>(0);

  /** Null while nothing is looked for. */
  private Needles needles;

  /** Those with objects that are not looked for yet, while others are. */
  private final List<Sum> unlooked = new ArrayList<>(0);

  /** When the first of what is not yet told was read, in milliseconds since 1970. */
  private long firstAtMs;

  private boolean anyNews;

  /** How many were there when the last was told. */
  private int kept;

  /** How many were forgotten since the needles were made. */
  private int forgotten;

  Subjects(GuardedTypes types) {
    this.types = types;
    this.holders = new Holders(types);
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
    makeRoom(ledger.size + ledger.rows.size() + LAST_ROWS);
    rows(ledger.rows);
    boolean orphans = false;
    for (int entry = 1; entry <= ledger.size; entry++) {
      if (given != null && given.containsKey(ledger.objects[entry]) && !isWritten(ledger, entry)) {
        continue;
      }
      GuardedType type = types.get(ledger.types[entry]);
      String id = type.subject == null ? null : id(ledger, entry);
      Sum sum;
      if (id == null) {
        orphans = true;
        sum =
            others.computeIfAbsent(ledger.objects[entry], key -> new Sum("", type.className, null));
      } else {
        sum = of(type.subject, type.className, id);
        sum.facts(ledger, entry, type);
      }
      sum.add(ledger, entry);
      if (needles != null && sum.looked < sum.objectCount) {
        unlooked.add(sum);
      }
    }
    ledger.clear();
    if (orphans) {
      adopt();
    }
  }

  private void rows(List<Row> rows) {
    if (rows.isEmpty()) {
      return;
    }
    List<Row> unnamed = new ArrayList<>(lastRows);
    lastRows.clear();
    unnamed.addAll(rows);
    for (int i = 0; i < unnamed.size(); i++) {
      Row row = unnamed.get(i);
      row(row);
      if (i >= unnamed.size() - LAST_ROWS) {
        lastRows.add(row);
      }
    }
  }

  private Sum row(Row row) {
    Plan plan = (Plan) row.plan;
    String id = plan.id < 0 ? null : Values.id(row.values[plan.id]);
    Sum sum;
    if (id == null) {
      sum = others.computeIfAbsent(row, key -> new Sum("", ROWS, null));
    } else {
      others.remove(row);
      sum = of(plan.subject, ROWS, id);
      sum.facts(row, plan);
    }
    sum.add(row);
    if (needles != null && sum.looked < sum.objectCount) {
      unlooked.add(sum);
    }
    return sum;
  }

  /**
   * Forgets rows, the oldest first, where there is nothing else. A job that goes through all orders
   * of a year is told once, at its end.
   *
   * @return false where something is to be told
   */
  boolean forgetLoaded() {
    News news = new News(changed(), changedOthers(), Collections.emptyList(), firstAtMs, 0);
    if (news.isEmpty()) {
      boolean before = anyNews;
      told(news);
      anyNews = before;
    }
    return news.isEmpty();
  }

  /** Whether a serialiser told that something of an entry's object was written, and whose it is. */
  private static boolean isWritten(Ledger ledger, int entry) {
    return (ledger.plain[entry] | ledger.masked[entry]) != 0 && id(ledger, entry) != null;
  }

  /** Notes an object that was made of what the client sent, or a collection of such. */
  void given(Object made) {
    given = given == null ? new IdentityHashMap<>() : given;
    holders.elements(made, each -> give(each));
  }

  private void give(Object made) {
    if (given.size() < MAX) {
      given.put(made, Boolean.TRUE);
      holders.within(made, held -> given.put(held, Boolean.TRUE));
    }
  }

  private static String id(Ledger ledger, int entry) {
    Object id = ledger.ids[entry];
    if (id != null) {
      return Values.id(id);
    }
    // A primitive id of 0 is one that was not yet given.
    return ledger.longIds[entry] == 0 ? null : Long.toString(ledger.longIds[entry]);
  }

  private void makeRoom(int more) {
    int most = size + more;
    if (most > all.length) {
      all = Arrays.copyOf(all, most);
    }
    if (table.length < 2 * most) {
      table = new int[Integer.highestOneBit(most + 1) * 4];
      for (int i = 0; i < size; i++) {
        table[free(all[i].kind, all[i].id)] = i + 1;
      }
    }
  }

  private Sum of(String kind, String source, String id) {
    int place = free(kind, id);
    if (table[place] == 0) {
      Sum sum = new Sum(kind, source, id);
      all[size] = sum;
      table[place] = ++size;
      return sum;
    }
    return all[table[place] - 1];
  }

  /** The place of a subject in the table, which holds it or is free. */
  private int free(String kind, String id) {
    int hash = (id.hashCode() * 31 + kind.hashCode()) * 0x9e3779b1;
    for (int at = hash >>> 1; ; at++) {
      int place = at & table.length - 1;
      if (table[place] == 0) {
        return place;
      }
      Sum known = all[table[place] - 1];
      if (known.id.equals(id) && known.kind.equals(kind)) {
        return place;
      }
    }
  }

  /** Gives objects without a subject to the subject within whose objects they lie. */
  private void adopt() {
    Map<Object, Sum> holder = new IdentityHashMap<>();
    for (int i = 0; i < size && !others.isEmpty(); i++) {
      Sum sum = all[i];
      for (int j = 0; j < sum.objectCount; j++) {
        holders.within(
            Proxies.target(sum.objects[j]),
            held -> {
              if (others.containsKey(held)) {
                // One that several hold is nobody's.
                holder.merge(held, sum, (one, other) -> one == other ? one : NOBODY);
              }
            });
      }
    }
    holder.forEach(
        (held, sum) -> {
          if (sum != NOBODY) {
            sum.add(others.remove(held));
            if (needles != null) {
              unlooked.add(sum);
            }
          }
        });
  }

  private static final Sum NOBODY = new Sum("", "", null);

  boolean isEmpty() {
    return size == 0 && others.isEmpty() && loaded.isEmpty();
  }

  /** Whether there are so many that they should be told. */
  boolean isFull() {
    return size + others.size() - kept >= MAX;
  }

  /** Whether anything was read of which it is not known that it left with the response. */
  boolean isOpen() {
    for (int i = 0; i < size; i++) {
      if (all[i].isOpen()) {
        return true;
      }
    }
    for (Sum other : others.values()) {
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
    if (needles == null) {
      needles = new Needles();
      for (int i = 0; i < size; i++) {
        look(all[i]);
      }
      others.values().forEach(this::look);
    } else {
      unlooked.forEach(this::look);
    }
    makeRoom(LAST_ROWS);
    for (Row row : lastRows) {
      // It was looked at when there was less in it.
      Sum sum = row(row);
      sum.looked = Math.min(sum.looked, 0);
      look(sum);
    }
    unlooked.clear();
    return needles.search(Unescaped.of(text), channel);
  }

  private void look(Sum sum) {
    if (sum.looked < 0) {
      sum.looked = 0;
      if (sum.id != null) {
        needles.add(sum, Needle.OWN, sum.id);
      }
    }
    for (int i = sum.looked; i < sum.objectCount; i++) {
      try {
        Object object = sum.objects[i];
        if (object instanceof Row) {
          look(sum, (Row) object);
        } else {
          look(sum, Proxies.target(object));
        }
      } catch (IllegalAccessException | RuntimeException e) {
        // Then its values are not looked for.
      }
    }
    sum.looked = sum.objectCount;
  }

  private void look(Sum sum, Row row) {
    for (int place = 0; place < row.values.length; place++) {
      long bits = row.plan.bit(place);
      String value = bits == 0 ? null : Values.text(row.values[place]);
      for (; value != null && bits != 0; bits &= bits - 1) {
        needles.add(sum, Long.numberOfTrailingZeros(bits), value);
      }
    }
  }

  private void look(Sum sum, Object object) throws IllegalAccessException {
    TypeReader reader = types.reader(object.getClass());
    if (reader == null || sum.id != null && isOfAnother(sum, object, reader)) {
      return;
    }
    for (int i = 0; i < reader.personalCount(); i++) {
      String value = Values.text(reader.personal(i, object));
      if (value != null) {
        needles.add(sum, reader.personalBit(i), value);
      }
    }
  }

  /** An object that is filled with one row after the other holds another's data by now. */
  private static boolean isOfAnother(Sum sum, Object object, TypeReader reader)
      throws IllegalAccessException {
    if (reader.type.subject == null) {
      return false;
    }
    Object id = reader.id(object);
    String now = id == null ? Long.toString(reader.longId(object)) : Values.id(id);
    return sum.kind.equals(reader.type.subject) && !sum.id.equals(now);
  }

  /** What is new, in the order of the first reads; it counts as told from now on. */
  News take() {
    List<Sum> subjects = changed();
    return new News(subjects, changedOthers(), loaded.take(), firstAtMs, fewest(subjects));
  }

  private List<Sum> changed() {
    List<Sum> changed = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      if (all[i].isNews()) {
        changed.add(all[i]);
      }
    }
    return changed;
  }

  private List<Sum> changedOthers() {
    List<Sum> changed = new ArrayList<>(0);
    for (Sum other : others.values()) {
      if (other.isNews()) {
        changed.add(other);
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
    int count = size;
    int holders = types.haveOrphans() ? count - KEPT_HOLDERS : count;
    int open = 0;
    for (int i = 0; i < count; i++) {
      open += all[i].isOpen() ? 1 : 0;
    }
    size = 0;
    Arrays.fill(table, 0);
    for (int i = 0; i < count; i++) {
      Sum sum = all[i];
      if (sum.isOpen() && open-- <= KEPT || i >= holders) {
        table[free(sum.kind, sum.id)] = size + 1;
        all[size++] = sum;
      } else {
        sum.forgotten = true;
      }
    }
    Arrays.fill(all, size, count, null);
    boolean tooMany = others.size() > KEPT;
    int dropped = count - size + others.size();
    others
        .values()
        .removeIf(
            sum -> {
              sum.forgotten = tooMany || !sum.isOpen();
              return sum.forgotten;
            });
    dropped -= others.size();
    kept = size + others.size();
    forgotten += dropped;
    if (forgotten > KEPT) {
      forgetNeedles();
    }
  }

  /** They hold on to what was dropped. */
  private void forgetNeedles() {
    needles = null;
    forgotten = 0;
    for (int i = 0; i < size; i++) {
      all[i].looked = -1;
    }
    others.values().forEach(sum -> sum.looked = -1);
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

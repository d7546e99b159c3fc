package io.whoread.agent.scope;

import io.whoread.agent.capture.bean.Projection;
import io.whoread.agent.capture.bean.Proxies;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The objects without a subject, and within which subject's objects they lie. One that several
 * subjects' objects hold is nobody's.
 *
 * <p>Each object is looked into once, when there is first something to be found in one, and once
 * more before it is told: what lies within it may have been put there meanwhile. So an export that
 * reads an order and its address row by row is not looked through from its beginning at each row.
 */
final class Held {
  private static final Sum NOBODY = new Sum("", "", null);

  /** So many are looked into anew whenever something is not found: it may just have been set. */
  private static final int LAST = 16;

  /** Objects of which it is remembered within which they lie, while nothing is told. */
  private static final int MOST = 65_536;

  /** As {@link #MOST}, of what was told. */
  private static final int MAX = 16_384;

  private final Holders holders;
  private final Map<Object, Sum> holder = new IdentityHashMap<>(0);

  /** Those that no subject's object is known to hold, each with what was done with it. */
  private final Map<Object, Sum> homeless = new IdentityHashMap<>(0);

  /** Of these it is to be asked within which they lie. */
  private final List<Object> asked = new ArrayList<>(0);

  /** Whether any may lie within another: rows do not. */
  private boolean mayLie;

  Held(Holders holders) {
    this.holders = holders;
  }

  /** What was done with an object or a row of which no subject is known. */
  Sum of(Object object, String source) {
    // Each interface that shows a row is an object of its own, and may be made anew.
    Object one = object instanceof Projection ? ((Projection) object).row() : object;
    Sum sum = homeless.get(one);
    if (sum == null) {
      sum = new Sum("", source, null);
      homeless.put(one, sum);
    }
    return sum;
  }

  /** As {@link #of}, of an object that may lie within one that has a subject. */
  Sum within(Object object, String source) {
    // Nothing holds what an interface shows of a row.
    if (!(object instanceof Projection)) {
      asked.add(object);
      mayLie = true;
    }
    return of(object, source);
  }

  /** Whose it is turned out. Returns what was done with it until then; null for nothing. */
  Sum remove(Object object) {
    Sum sum = homeless.remove(object);
    if (sum != null) {
      sum.forgotten = true;
    }
    return sum;
  }

  Iterable<Sum> all() {
    return homeless.values();
  }

  int size() {
    return homeless.size();
  }

  /**
   * Gives objects to the subjects within whose objects they lie.
   *
   * @param grown is told which subject got something
   */
  void adopt(SumTable sums, Consumer<Sum> grown) {
    if (homeless.isEmpty() || !mayLie) {
      asked.clear();
      return;
    }
    for (int i = 0; i < sums.size(); i++) {
      lookInto(sums.get(i));
    }
    if (!asked.stream().allMatch(holder::containsKey)) {
      lookAgain(sums, sums.size() - LAST);
    }
    for (Object object : asked) {
      Sum sum = holder.get(object);
      if (sum != null && sum != NOBODY && homeless.containsKey(object)) {
        sum.add(remove(object));
        grown.accept(sum);
      }
    }
    asked.clear();
  }

  /**
   * As {@link #adopt}, before something is told.
   *
   * @param from number of the first subject of which nothing was told yet
   */
  void adoptLast(SumTable sums, int from, Consumer<Sum> grown) {
    if (!homeless.isEmpty() && mayLie) {
      lookAgain(sums, from);
      adopt(sums, grown);
    }
  }

  private void lookAgain(SumTable sums, int from) {
    for (int i = Math.max(0, from); i < sums.size(); i++) {
      sums.get(i).lookedInto = 0;
      lookInto(sums.get(i));
    }
  }

  private void lookInto(Sum sum) {
    for (; sum.lookedInto < sum.objectCount; sum.lookedInto++) {
      if (sum.objects[sum.lookedInto] instanceof Projection) {
        continue;
      }
      holders.within(
          Proxies.target(sum.objects[sum.lookedInto]),
          held -> {
            if (holder.size() >= MOST && !holder.containsKey(held)) {
              return;
            }
            Sum other = holder.put(held, sum);
            if (other != null && other != sum) {
              holder.put(held, NOBODY);
            } else if (homeless.containsKey(held)) {
              asked.add(held);
            }
          });
    }
  }

  /**
   * Gives what is new to the subjects that it names by its links, before it is told. Until then it
   * may turn out to lie within another object, or to show another's values.
   *
   * @param hasAny whether there is anything in an object that may be named
   * @param grown is told which subject got something
   */
  void name(SumTable sums, Predicate<Sum> hasAny, Consumer<Sum> grown) {
    if (homeless.isEmpty()) {
      return;
    }
    sums.makeRoom(homeless.size());
    homeless
        .values()
        .removeIf(
            one -> {
              int link = one.isNews() && hasAny.test(one) ? one.standIn() : -1;
              if (link >= 0) {
                Sum named = sums.of(one.linkKinds[link], one.source, one.linkIds[link]);
                named.add(one);
                named.facts(one);
                one.forgotten = true;
                grown.accept(named);
              }
              return link >= 0;
            });
  }

  /**
   * Forgets what is not open any more.
   *
   * @param most so many are kept; where there are more, none is
   * @return how many were forgotten
   */
  int forget(int most) {
    int before = homeless.size();
    homeless
        .values()
        .removeIf(
            sum -> {
              sum.forgotten = before > most || !sum.isOpen();
              return sum.forgotten;
            });
    mayLie &= !homeless.isEmpty();
    holder.values().removeIf(sum -> sum.forgotten);
    if (holder.size() > MAX) {
      // What lies in those that are kept is found again in the last ones alone.
      holder.clear();
    }
    return before - homeless.size();
  }
}

package io.whoread.agent.scope;

import io.whoread.agent.boot.Row;
import io.whoread.agent.capture.bean.GuardedTypes;
import io.whoread.agent.capture.bean.Projection;
import io.whoread.agent.capture.bean.Proxies;
import io.whoread.agent.capture.bean.TypeReader;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a request is looked for in what leaves: the values of its subjects' objects and rows,
 * read from their fields when there is first something to be searched, and as they come after that.
 */
final class Echo {
  /** With more subjects than these all values are compared at once: a long export is. */
  private static final int MOST_GLANCED = 256;

  /** They hold on to what was forgotten: with more of it, they are made anew. */
  private static final int MAX_FORGOTTEN = 4_096;

  private final GuardedTypes types;

  /** Null while nothing is looked for. */
  private Needles needles;

  /** What a first look is for; null where something was read since. */
  private Glance glance;

  private int glancedChannel;

  /** Those with objects that are not looked for yet, while others are. */
  private final List<Sum> unlooked = new ArrayList<>(0);

  private int forgotten;

  Echo(GuardedTypes types) {
    this.types = types;
  }

  /** Something was read of a subject that may not be looked for yet. */
  void grew(Sum sum) {
    glance = null;
    if (needles != null && sum.looked < sum.objectCount) {
      put(sum);
    }
  }

  /** Once, until it is looked for: there are no more of them than subjects that are known. */
  private void put(Sum sum) {
    if (!sum.isUnlooked) {
      sum.isUnlooked = true;
      unlooked.add(sum);
    }
  }

  /** A row that is looked for got more values. */
  void changed(Sum sum) {
    glance = null;
    if (needles != null) {
      sum.looked = Math.min(sum.looked, 0);
      put(sum);
    }
  }

  /**
   * Notes with the sums which of their values stand in a text that leaves through a channel.
   *
   * @return whether any does
   */
  boolean search(SumTable subjects, Held held, char[] text, int channel) {
    char[] unescaped = Unescaped.of(text);
    if (needles == null) {
      boolean few = subjects.size() + held.size() <= MOST_GLANCED;
      if (few && Sum.isResponse(channel) && !glance(subjects, held, channel).mayBeIn(unescaped)) {
        return false;
      }
      glance = null;
      needles = new Needles();
      for (int i = 0; i < subjects.size(); i++) {
        look(subjects.get(i));
      }
      held.all().forEach(this::look);
    } else {
      unlooked.forEach(this::look);
    }
    looked();
    return needles.search(unescaped, channel);
  }

  private Glance glance(SumTable subjects, Held held, int channel) {
    if (glance == null || glancedChannel != channel) {
      Glance made = new Glance(channel);
      for (int i = 0; i < subjects.size(); i++) {
        look(subjects.get(i), 0, true, made);
      }
      held.all().forEach(sum -> look(sum, 0, true, made));
      glance = made;
      glancedChannel = channel;
    }
    return glance;
  }

  /**
   * Whether anything stands in what is personal of an object: an empty one, made to change a row or
   * to ask with, is nobody's data.
   */
  boolean hasAny(Sum sum) {
    for (int i = 0; i < sum.objectCount; i++) {
      try {
        Object object = sum.objects[i];
        if (object instanceof Row || hasAny(Proxies.target(object))) {
          return true;
        }
      } catch (IllegalAccessException | RuntimeException e) {
        return true;
      }
    }
    return sum.hasLeft();
  }

  private boolean hasAny(Object object) throws IllegalAccessException {
    TypeReader reader = types.reader(object.getClass());
    boolean any = reader == null;
    for (int i = 0; !any && i < reader.personalCount(); i++) {
      Object value = reader.personal(i, object);
      any = value instanceof String ? !((String) value).trim().isEmpty() : value != null;
    }
    return any;
  }

  /** So many were forgotten; those that are left are given. */
  void forgot(int count, SumTable subjects, Held held) {
    glance = null;
    forgotten += count;
    unlooked.removeIf(sum -> sum.forgotten);
    if (forgotten > MAX_FORGOTTEN) {
      needles = null;
      looked();
      forgotten = 0;
      for (int i = 0; i < subjects.size(); i++) {
        forget(subjects.get(i));
      }
      held.all().forEach(Echo::forget);
    }
  }

  private void looked() {
    unlooked.forEach(sum -> sum.isUnlooked = false);
    unlooked.clear();
  }

  private static void forget(Sum sum) {
    sum.looked = -1;
    sum.needles = null;
  }

  private void look(Sum sum) {
    look(sum, Math.max(0, sum.looked), sum.looked < 0, needles);
    sum.looked = sum.objectCount;
  }

  /** Gives a subject's values, from one of its objects on; and its own id, if need be. */
  private void look(Sum sum, int from, boolean own, Looked into) {
    if (own && sum.id != null && into.needs(sum, Needle.OWN)) {
      into.add(sum, Needle.OWN, sum.id);
    }
    for (int i = from; i < sum.objectCount; i++) {
      try {
        Object object = sum.objects[i];
        if (object instanceof Row) {
          look(sum, (Row) object, into);
        } else if (object instanceof Projection) {
          ((Projection) object).personal((bit, value) -> look(sum, bit, value, into));
        } else {
          look(sum, Proxies.target(object), into);
        }
      } catch (IllegalAccessException | RuntimeException e) {
        // Then its values are not looked for.
      }
    }
  }

  private static void look(Sum sum, int bit, Object value, Looked into) {
    String text = into.needs(sum, bit) ? Values.text(value) : null;
    if (text != null) {
      into.add(sum, bit, text);
    }
  }

  private static void look(Sum sum, Row row, Looked into) {
    for (int place = 0; place < row.values.length; place++) {
      for (long bits = row.plan.bit(place); bits != 0; bits &= bits - 1) {
        look(sum, Long.numberOfTrailingZeros(bits), row.values[place], into);
      }
    }
  }

  private void look(Sum sum, Object object, Looked into) throws IllegalAccessException {
    TypeReader reader = types.reader(object.getClass());
    if (reader == null || sum.id != null && isOfAnother(sum, object, reader)) {
      return;
    }
    for (int i = 0; i < reader.personalCount(); i++) {
      int bit = reader.personalBit(i);
      if (into.needs(sum, bit)) {
        look(sum, bit, reader.personal(i, object), into);
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
    // One without an id is known by what it names beside it.
    return sum.kind.equals(reader.type.subject) && !sum.id.equals(now) && !"0".equals(now);
  }
}

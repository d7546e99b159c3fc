package io.whoread.agent.scope;

import java.util.Arrays;

/**
 * The sums of subjects, in the order of their first read, found again by kind and id. One open
 * table of numbers, so that a subject costs no object but its sum.
 */
final class SumTable {
  private Sum[] all = new Sum[0];
  private volatile int size;

  // Numbers of sums, from 1, by the hash of their subject; at most half full.
  private int[] table = new int[0];

  int size() {
    return size;
  }

  /**
   * @param at from 0, below the size
   */
  Sum get(int at) {
    return all[at];
  }

  /** Must be called before as many are added. */
  void makeRoom(int more) {
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

  /**
   * The sum of a subject, which is added where it is not known.
   *
   * @param source what the subject is first read from
   */
  Sum of(String kind, String source, String id) {
    int place = free(kind, id);
    if (table[place] == 0) {
      Sum sum = new Sum(kind, source, id);
      all[size] = sum;
      table[place] = ++size;
      return sum;
    }
    return all[table[place] - 1];
  }

  /** The sum of a subject, or null. */
  Sum find(String kind, String id) {
    int place = table.length == 0 ? 0 : table[free(kind, id)];
    return place == 0 ? null : all[place - 1];
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

  /**
   * Forgets all but the last ones, and of those that are still open the last ones.
   *
   * @param last so many are kept, open or not
   * @param open so many of those that are open
   * @return how many were forgotten
   */
  int forget(int last, int open) {
    int count = size;
    int openOnes = 0;
    for (int i = 0; i < count; i++) {
      openOnes += all[i].isOpen() ? 1 : 0;
    }
    size = 0;
    Arrays.fill(table, 0);
    for (int i = 0; i < count; i++) {
      Sum sum = all[i];
      if (sum.isOpen() && openOnes-- <= open || i >= count - last) {
        table[free(sum.kind, sum.id)] = size + 1;
        all[size++] = sum;
      } else {
        sum.forgotten = true;
      }
    }
    Arrays.fill(all, size, count, null);
    return count - size;
  }
}

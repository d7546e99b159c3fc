package io.whoread.collector.detect;

import java.util.Arrays;

/**
 * Finds the reads of one subject in a list: a table of the latest read of each subject, and for
 * every read the one before it. Made anew whenever the list is tidied.
 */
final class SubjectChains {
  static final int NONE = -1;

  private final ReadList reads;

  /** Index of a subject's latest read plus 1, open-addressed; at most half of it is taken. */
  private int[] table = {};

  private int[] before = {};

  SubjectChains(ReadList reads) {
    this.reads = reads;
  }

  /** The latest read of a subject, or {@link #NONE}. */
  int latest(long high, long low) {
    return table.length == 0 ? NONE : table[slot(high, low)] - 1;
  }

  /** The read of the same subject before this one, or {@link #NONE}. */
  int before(int read) {
    return before[read];
  }

  /** Takes in a read that was inserted into the list. */
  void insert(int at) {
    moveUp(at);
    int slot = slot(reads.high(at), reads.low(at));
    int next = NONE;
    int earlier = table[slot] - 1;
    while (earlier > at) {
      next = earlier;
      earlier = before[earlier];
    }
    before[at] = earlier;
    if (next == NONE) {
      table[slot] = at + 1;
    } else {
      before[next] = at;
    }
  }

  /** The reads that stood there and behind stand one place later now. */
  private void moveUp(int at) {
    int size = reads.size();
    if (at == size - 1) {
      return;
    }
    System.arraycopy(before, at, before, at + 1, size - 1 - at);
    for (int i = size - 1; i > at; i--) {
      // Whichever read of the subject the table names, it is found by its place before or after.
      int slot = movedSlot(i, at);
      if (slot != NONE) {
        table[slot] = i + 1;
      }
      if (before[i] >= at) {
        before[i]++;
      }
    }
  }

  /** Where the table names a read that moved up to {@code i}, or {@link #NONE}. */
  private int movedSlot(int i, int at) {
    int mask = table.length - 1;
    int slot = start(reads.high(i), reads.low(i));
    for (int named; (named = table[slot]) != 0; slot = slot + 1 & mask) {
      if (named == i) {
        return slot;
      }
    }
    return NONE;
  }

  private int slot(long high, long low) {
    int mask = table.length - 1;
    int slot = start(high, low);
    for (int i; (i = table[slot] - 1) >= 0; slot = slot + 1 & mask) {
      if (reads.low(i) == low && reads.high(i) == high) {
        return slot;
      }
    }
    return slot;
  }

  private int start(long high, long low) {
    return (int) ((high ^ low) * 0x9e3779b97f4a7c15L >>> 40) & table.length - 1;
  }

  void clear() {
    table = new int[0];
    before = new int[0];
  }

  /** How many bytes it takes of the heap. */
  int heap() {
    return Integer.BYTES * (table.length + before.length);
  }

  /** Links all reads anew. */
  void link() {
    int room = reads.room();
    int length = Integer.highestOneBit(Math.max(8, 2 * room - 1)) * 2;
    if (table.length == length) {
      Arrays.fill(table, 0);
    } else {
      table = new int[length];
    }
    if (before.length != room) {
      before = new int[room];
    }
    for (int i = 0; i < reads.size(); i++) {
      int slot = slot(reads.high(i), reads.low(i));
      before[i] = table[slot] - 1;
      table[slot] = i + 1;
    }
  }
}

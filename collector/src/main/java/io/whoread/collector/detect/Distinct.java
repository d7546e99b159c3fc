package io.whoread.collector.detect;

import java.util.Arrays;

/**
 * Counts distinct subjects while reads enter and leave a window: an open-addressed multiset of
 * 128-bit subjects, reused from one walk to the next. A subject weighs what the read weighed that
 * brought it in.
 */
final class Distinct {
  private long[] high = new long[64];
  private long[] low = new long[64];
  private int[] reads = new int[64];
  private int[] weights = new int[64];
  private int used;
  private long count;

  void clear() {
    Arrays.fill(reads, 0);
    Arrays.fill(high, 0);
    Arrays.fill(low, 0);
    used = 0;
    count = 0;
  }

  /** The sum of the weights of the subjects that are in. */
  long count() {
    return count;
  }

  /** Returns whether the subject was not in before. */
  boolean enter(long subjectHigh, long subjectLow, int weight) {
    int slot = slot(subjectHigh, subjectLow);
    if (reads[slot]++ > 0) {
      return false;
    }
    if (high[slot] != subjectHigh || low[slot] != subjectLow) {
      high[slot] = subjectHigh;
      low[slot] = subjectLow;
      used++;
    }
    weights[slot] = weight;
    count += weight;
    if (used * 2 > reads.length) {
      grow();
    }
    return true;
  }

  void leave(long subjectHigh, long subjectLow) {
    int slot = slot(subjectHigh, subjectLow);
    if (--reads[slot] == 0) {
      count -= weights[slot];
    }
  }

  /** Where a subject is, or would be; subjects that left keep their slot until the next clear. */
  private int slot(long subjectHigh, long subjectLow) {
    int mask = reads.length - 1;
    long mixed = (subjectHigh ^ subjectLow) * 0x9e3779b97f4a7c15L;
    int slot = (int) (mixed >>> 40) & mask;
    while ((high[slot] != 0 || low[slot] != 0)
        && (high[slot] != subjectHigh || low[slot] != subjectLow)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldHigh = high;
    long[] oldLow = low;
    int[] oldReads = reads;
    int[] oldWeights = weights;
    int length = reads.length * 2;
    high = new long[length];
    low = new long[length];
    reads = new int[length];
    weights = new int[length];
    used = 0;
    for (int i = 0; i < oldReads.length; i++) {
      if (oldReads[i] > 0) {
        int slot = slot(oldHigh[i], oldLow[i]);
        high[slot] = oldHigh[i];
        low[slot] = oldLow[i];
        reads[slot] = oldReads[i];
        weights[slot] = oldWeights[i];
        used++;
      }
    }
  }
}

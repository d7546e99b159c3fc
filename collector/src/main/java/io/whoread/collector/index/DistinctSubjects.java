package io.whoread.collector.index;

/**
 * Counts distinct pseudonyms: exactly up to {@value #EXACT}, then by adaptive sampling (Wegman;
 * Flajolet 1990): whenever the set is full, it keeps only those whose last bits are zero, one bit
 * more each time. Pseudonyms are cut from an HMAC, so their bits are as good as any hash. The
 * standard error beyond the exact range is 1.2 / sqrt(65,536), half a percent.
 */
final class DistinctSubjects {
  /** Up to here the count is exact. */
  static final int EXACT = 131_072;

  // Halves of the pseudonyms, alternating; the pseudonym of all zeros is counted apart.
  private long[] slots = new long[2 * 16];
  private int size;
  private boolean zero;
  private int level;

  void add(long high, long low) {
    if ((low & mask()) != 0) {
      return;
    }
    if (high == 0 && low == 0) {
      zero = true;
      return;
    }
    if (!insert(slots, high, low)) {
      return;
    }
    size++;
    if (size > EXACT) {
      level++;
      rebuild(slots.length);
    } else if (size * 2 > slots.length / 2) {
      rebuild(2 * slots.length);
    }
  }

  /** The subjects of an access, without those that they are linked with. */
  void addAll(AccessScan access) {
    for (int i = 0; i < access.subjects(); i++) {
      add(access.subjectHigh(i), access.subjectLow(i));
    }
  }

  /** Goes over to a sample of half as many as are held now, with an error of 1.2 / sqrt(held). */
  void sample() {
    level++;
    rebuild(slots.length);
    if (slots.length > 2 * 16 && size * 2 <= slots.length / 4) {
      rebuild(slots.length / 2);
    }
  }

  /** How many pseudonyms take up memory. */
  int held() {
    return size;
  }

  /** How many distinct pseudonyms were added. */
  long count() {
    return (size + (zero ? 1L : 0L)) << level;
  }

  private long mask() {
    return (1L << level) - 1;
  }

  private void rebuild(int length) {
    long[] old = slots;
    slots = new long[length];
    size = 0;
    for (int i = 0; i < old.length; i += 2) {
      if ((old[i] != 0 || old[i + 1] != 0) && (old[i + 1] & mask()) == 0) {
        insert(slots, old[i], old[i + 1]);
        size++;
      }
    }
  }

  private static boolean insert(long[] slots, long high, long low) {
    int last = slots.length / 2 - 1;
    for (int i = (int) (high ^ high >>> 32) & last; ; i = i + 1 & last) {
      if (slots[2 * i] == 0 && slots[2 * i + 1] == 0) {
        slots[2 * i] = high;
        slots[2 * i + 1] = low;
        return true;
      }
      if (slots[2 * i] == high && slots[2 * i + 1] == low) {
        return false;
      }
    }
  }
}

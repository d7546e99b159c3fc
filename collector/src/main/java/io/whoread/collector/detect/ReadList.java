package io.whoread.collector.detect;

import java.util.Arrays;

/**
 * Reads in order of time, a column for each of their properties: a few dozen bytes a read, and
 * quick to walk. Bounded: see {@link RecentReads} for what becomes of them when it is full.
 *
 * <p>How much fits into a flag or a site binds nobody: the detector's state can be made again from
 * the log in another shape.
 */
final class ReadList {
  static final int CAPACITY = 2_048;

  /** So many of the newest reads are never thinned. */
  private static final int EXACT = CAPACITY / 4;

  // Layout of the flags: classes, superseded in class, form, plain, level.
  private static final int CLASSES = 255;
  private static final int SUPERSEDED_SHIFT = 8;
  private static final int FORM_SHIFT = 16;
  private static final int FORM = 15;
  private static final int PLAIN = 1 << 20;
  private static final int LEVEL_SHIFT = 21;
  private static final int MAX_LEVEL = 30;

  /** Times and positions are kept as distances from these. */
  private long baseTime;

  private long basePosition;
  private int[] times = {};
  private int[] positions = {};
  private long[] high = {};
  private long[] low = {};
  private int[] flags = {};
  private byte[] sites = {};
  private int size;

  int size() {
    return size;
  }

  /** Lets all reads go, but for the time of the newest: {@link #baseTime}. */
  void clear() {
    if (size > 0) {
      baseTime = time(size - 1);
      size = 0;
    }
    resize(0);
  }

  /** How many bytes the columns take of the heap. */
  int heap() {
    return times.length * (3 * Integer.BYTES + 2 * Long.BYTES + 1);
  }

  /** How many reads there is room for. */
  int room() {
    return times.length;
  }

  boolean isFull() {
    return size == times.length;
  }

  long baseTime() {
    return baseTime;
  }

  long time(int i) {
    return baseTime + times[i];
  }

  long position(int i) {
    return basePosition + positions[i];
  }

  long high(int i) {
    return high[i];
  }

  long low(int i) {
    return low[i];
  }

  int classes(int i) {
    return flags[i] & CLASSES;
  }

  /** In which of its classes a later read of the same subject has taken the place of a read. */
  int superseded(int i) {
    return flags[i] >> SUPERSEDED_SHIFT & CLASSES;
  }

  void supersede(int i, int classes) {
    flags[i] |= (classes & flags[i] & CLASSES) << SUPERSEDED_SHIFT;
  }

  int form(int i) {
    return flags[i] >> FORM_SHIFT & FORM;
  }

  boolean plain(int i) {
    return (flags[i] & PLAIN) != 0;
  }

  private int level(int i) {
    return flags[i] >> LEVEL_SHIFT & 31;
  }

  /** For how many subjects a read's one stands. */
  int weight(int i) {
    return 1 << level(i);
  }

  int site(int i) {
    return sites[i] & 255;
  }

  void site(int i, int site) {
    sites[i] = (byte) site;
  }

  /** Index of the first read after a time. */
  int firstAfter(long time) {
    int i = size;
    while (i > 0 && time(i - 1) > time) {
      i--;
    }
    return i;
  }

  /** Inserts a read where there is room; later ones move up by one. */
  void insert(
      int at,
      long time,
      long position,
      long subjectHigh,
      long subjectLow,
      int classes,
      int form,
      boolean isPlain,
      int site) {
    if (size == 0) {
      baseTime = time;
      basePosition = position;
    }
    shift(at);
    times[at] = (int) (time - baseTime);
    positions[at] = Math.clamp(position - basePosition, Integer.MIN_VALUE, Integer.MAX_VALUE);
    high[at] = subjectHigh;
    low[at] = subjectLow;
    flags[at] = classes | kept(form) << FORM_SHIFT | (isPlain ? PLAIN : 0);
    sites[at] = (byte) site;
    size++;
  }

  /** A form that there is no room for is another one, none of those that there is. */
  private static int kept(int form) {
    return form >= 0 && form < FORM ? form : FORM;
  }

  private void shift(int at) {
    int moved = size - at;
    if (moved > 0) {
      System.arraycopy(times, at, times, at + 1, moved);
      System.arraycopy(positions, at, positions, at + 1, moved);
      System.arraycopy(high, at, high, at + 1, moved);
      System.arraycopy(low, at, low, at + 1, moved);
      System.arraycopy(flags, at, flags, at + 1, moved);
      System.arraycopy(sites, at, sites, at + 1, moved);
    }
  }

  /** Makes room: drops what is too old, and where that is not enough, thins what is left. */
  void tidy(long olderThan) {
    keep(i -> time(i) > olderThan);
    if (size == CAPACITY) {
      keep(i -> superseded(i) != classes(i));
      while (size > CAPACITY * 3 / 4) {
        thin();
      }
    }
    if (size >= times.length * 3 / 4) {
      resize(Math.min(CAPACITY, Math.max(8, times.length + times.length / 2)));
    } else if (size < times.length / 4 && times.length > 16) {
      resize(times.length / 2);
    }
    rebase();
  }

  /**
   * Halves one level, bringing what stays to the next: the level with most reads; but the
   * uppermost, which stands for most subjects, keeps a quarter of all room, and the newest reads
   * stay.
   */
  private void thin() {
    int[] reads = new int[MAX_LEVEL + 1];
    int uppermost = 0;
    int older = size - EXACT;
    for (int i = 0; i < older; i++) {
      reads[level(i)]++;
      uppermost = Math.max(uppermost, level(i));
    }
    int chosen = uppermost;
    int most = reads[uppermost] > CAPACITY / 4 ? reads[uppermost] : 0;
    for (int level = uppermost - 1; level >= 0; level--) {
      if (reads[level] > 0 && reads[level] >= most) {
        chosen = level;
        most = reads[level];
      }
    }
    int halved = chosen;
    keep(i -> i >= older || level(i) != halved || high[i] >>> 63 - halved == 0);
    for (int i = 0; i < size - EXACT; i++) {
      if (level(i) == halved) {
        flags[i] += 1 << LEVEL_SHIFT;
      }
    }
  }

  private interface Test {
    boolean keeps(int i);
  }

  private void keep(Test test) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (test.keeps(i)) {
        if (kept < i) {
          times[kept] = times[i];
          positions[kept] = positions[i];
          high[kept] = high[i];
          low[kept] = low[i];
          flags[kept] = flags[i];
          sites[kept] = sites[i];
        }
        kept++;
      }
    }
    size = kept;
  }

  private void resize(int length) {
    times = Arrays.copyOf(times, length);
    positions = Arrays.copyOf(positions, length);
    high = Arrays.copyOf(high, length);
    low = Arrays.copyOf(low, length);
    flags = Arrays.copyOf(flags, length);
    sites = Arrays.copyOf(sites, length);
  }

  /** Brings the bases to the oldest read, so that the distances stay small. */
  private void rebase() {
    if (size > 0) {
      int time = times[0];
      int position = positions[0];
      for (int i = 0; i < size; i++) {
        times[i] -= time;
        positions[i] -= position;
      }
      baseTime += time;
      basePosition += position;
    }
  }

  /** Writes the columns. */
  void encode(io.whoread.collector.detect.v1.RecentReads.Builder state) {
    for (int i = 0; i < size; i++) {
      state
          .addTimeMs(time(i))
          .addPosition(position(i))
          .addSubjectHigh(high[i])
          .addSubjectLow(low[i])
          .addFlags(flags[i])
          .addSite(site(i));
    }
    state.setBaseMs(baseTime).setRoom(times.length);
  }

  /** Fills an empty list with what {@link #encode} wrote. */
  void decode(io.whoread.collector.detect.v1.RecentReads state) {
    resize(state.getRoom());
    size = state.getTimeMsCount();
    baseTime = state.getBaseMs();
    basePosition = size == 0 ? 0 : state.getPosition(0);
    for (int i = 0; i < size; i++) {
      times[i] = (int) (state.getTimeMs(i) - baseTime);
      positions[i] = (int) (state.getPosition(i) - basePosition);
      high[i] = state.getSubjectHigh(i);
      low[i] = state.getSubjectLow(i);
      flags[i] = state.getFlags(i);
      sites[i] = (byte) state.getSite(i);
    }
  }
}

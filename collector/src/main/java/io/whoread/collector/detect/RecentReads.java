package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.Site;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The reads of one actor over the last two days, in order of event time: one day for the longest
 * window, one for records that come late. All windows of all rules are counted from this one list,
 * by walking it: it is short for nearly everybody, and walking arrays is what processors do best.
 *
 * <p>A read belongs to <em>classes</em>, bits of a mask: all reads, those outside working hours,
 * those of cold subjects. A window's count is the number of distinct subjects among the reads of
 * one class in it. Each read carries, per class, whether a later read of the same subject makes it
 * <em>superseded</em>; the window that ends now is then counted without comparing subjects. Windows
 * that ended earlier change only when a late read comes; those are counted the long way.
 *
 * <p><b>Bounded.</b> Beyond {@value #CAPACITY} reads the list first drops superseded ones, then
 * turns into a sample of subjects: a subject stays if the first {@code level} bits of its pseudonym
 * are zero, and then stands for 2^level. This is distinct sampling (P. Gibbons, VLDB 2001), of the
 * theta sketch's family: unbiased, with a relative standard error of about 1/sqrt(subjects kept).
 * Each read keeps the level at which it was taken in, so that the level falls again when the actor
 * becomes quiet. Until superseded reads are dropped all counts are exact; until then, too, windows
 * that ended earlier are exact however late a read comes.
 */
final class RecentReads {
  static final int CAPACITY = 2_048;
  static final long DAY_MS = 86_400_000L;
  static final long KEPT_MS = 2 * DAY_MS;

  /** Classes of reads. */
  static final int ALL = 1;

  static final int OFF_HOURS = 2;
  static final int COLD = 4;

  // Layout of the flags: classes, superseded in class, form, plain, level.
  private static final int CLASSES = 7;
  private static final int SUPERSEDED_SHIFT = 3;
  private static final int SUPERSEDED = CLASSES << SUPERSEDED_SHIFT;
  private static final int FORM_SHIFT = 6;
  private static final int FORM = 15;
  private static final int PLAIN = 1 << 10;
  private static final int LEVEL_SHIFT = 11;
  private static final int MAX_LEVEL = 30;

  private static final int MAX_SITES = 255;
  private static final long REBASE_MS = 10 * DAY_MS;

  /** Stands for all that have no room of their own. */
  private static final Site ELSEWHERE = Site.getDefaultInstance();

  /** Times and positions are kept as distances from these. */
  private long baseTime;

  private long basePosition;
  private int[] times = {};
  private int[] positions = {};
  private long[] high = {};
  private long[] low = {};
  private short[] flags = {};
  private byte[] siteOf = {};
  private int size;
  private int level;
  private final List<Site> sites = new ArrayList<>(2);

  /** A window that holds a count: both ends are times of reads. */
  record Window(long count, long from, long to) {
    static final Window EMPTY = new Window(0, 0, 0);
  }

  /** Sees the reads of a window, newest first. */
  interface Visitor {
    /**
     * @param superseded whether a later read of the same subject may be in the window
     * @param form number of {@link io.whoread.record.v1.Form}
     * @param weight as how many subjects this one counts
     * @param site for {@link #siteOf}
     */
    void read(
        long time,
        long subjectHigh,
        long subjectLow,
        boolean superseded,
        int form,
        boolean plain,
        int weight,
        long position,
        int site);
  }

  int size() {
    return size;
  }

  /** Time of the newest read. */
  long last() {
    return time(size - 1);
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Whether a read at this time would be the newest. */
  boolean inOrder(long time) {
    return size == 0 || time >= last();
  }

  /**
   * Takes in a read, at most {@link #KEPT_MS} older than the newest.
   *
   * @param classes {@link #ALL} and others
   * @return whether the list holds it; not where the sample leaves it out
   */
  boolean add(Read read, int classes) {
    long time = read.getTimeMs();
    long subjectHigh = high(read.getSubject());
    if (!sampled(subjectHigh, level)) {
      return false;
    }
    makeRoom(size == 0 ? time : Math.max(time, last()));
    if (size == 0) {
      baseTime = time;
      basePosition = read.getPosition();
      level = 0;
    }
    if (!sampled(subjectHigh, level)) {
      return false;
    }
    int site = site(read);
    int at = firstAfter(time);
    shift(at);
    times[at] = (int) (time - baseTime);
    positions[at] =
        Math.clamp(read.getPosition() - basePosition, Integer.MIN_VALUE, Integer.MAX_VALUE);
    high[at] = subjectHigh;
    low[at] = low(read.getSubject());
    flags[at] =
        (short)
            (classes
                | (read.getForm() & FORM) << FORM_SHIFT
                | (read.getPlain() ? PLAIN : 0)
                | level << LEVEL_SHIFT);
    siteOf[at] = (byte) site;
    size++;
    supersede(high[at], low[at]);
    return true;
  }

  static long high(ByteString subject) {
    return longAt(subject, 0);
  }

  static long low(ByteString subject) {
    return longAt(subject, 8);
  }

  private static long longAt(ByteString bytes, int from) {
    long value = 0;
    for (int i = from; i < from + 8; i++) {
      value = value << 8 | bytes.byteAt(i) & 255;
    }
    return value;
  }

  /** The number of the place that a read came through. */
  private int site(Read read) {
    for (int i = sites.size() - 1; i >= 0; i--) {
      Site site = sites.get(i);
      if (site.getOperation().equals(read.getOperation())
          && site.getService().equals(read.getService())
          && site.getAddress().equals(read.getAddress())
          && site.getSubjectKind().equals(read.getSubjectKind())) {
        return i;
      }
    }
    if (sites.size() == MAX_SITES) {
      dropUnusedSites();
    }
    if (sites.size() == MAX_SITES) {
      return MAX_SITES;
    }
    sites.add(
        Site.newBuilder()
            .setSubjectKind(read.getSubjectKind())
            .setOperation(read.getOperation())
            .setService(read.getService())
            .setAddress(read.getAddress())
            .build());
    return sites.size() - 1;
  }

  /** Distinct subjects of a class in the window of that length that ends with the newest read. */
  Window newest(long length, int readClass) {
    long count = 0;
    int superseded = readClass << SUPERSEDED_SHIFT;
    int since = size == 0 ? 0 : (int) Math.max(Integer.MIN_VALUE, times[size - 1] - length);
    int first = size;
    int latest = -1;
    for (int i = size - 1; i >= 0 && times[i] > since; i--) {
      int f = flags[i];
      if ((f & readClass) != 0) {
        first = i;
        latest = latest < 0 ? i : latest;
        if ((f & superseded) == 0) {
          count += weight(f);
        }
      }
    }
    return latest < 0 ? Window.EMPTY : new Window(count, time(first), time(latest));
  }

  /** The fullest of the windows of that length that hold a moment and end with a read. */
  Window fullest(long moment, long length, int readClass, Distinct scratch) {
    scratch.clear();
    Window best = Window.EMPTY;
    int head = firstAfter(moment - length);
    int tail = head;
    for (int end = head; end < size && time(end) < moment + length; end++) {
      if ((flags[end] & readClass) == 0) {
        continue;
      }
      scratch.enter(high[end], low[end], weight(flags[end]));
      while (time(tail) <= time(end) - length || (flags[tail] & readClass) == 0) {
        if ((flags[tail] & readClass) != 0) {
          scratch.leave(high[tail], low[tail]);
        }
        tail++;
      }
      if (time(end) >= moment && scratch.count() > best.count()) {
        best = new Window(scratch.count(), time(tail), time(end));
      }
    }
    return best;
  }

  /** Shows the reads of a class from one time to another, both included, newest first. */
  void visit(long from, long to, int readClass, Visitor visitor) {
    for (int i = size - 1; i >= 0 && time(i) >= from; i--) {
      if (time(i) <= to && (flags[i] & readClass) != 0) {
        visitor.read(
            time(i),
            high[i],
            low[i],
            (flags[i] & readClass << SUPERSEDED_SHIFT) != 0,
            flags[i] >> FORM_SHIFT & FORM,
            (flags[i] & PLAIN) != 0,
            weight(flags[i]),
            positions[i] + basePosition,
            siteOf[i] & 255);
      }
    }
  }

  /** Through what a read came, by the number that {@link #visit} gave. */
  Site siteOf(int number) {
    return number < sites.size() ? sites.get(number) : ELSEWHERE;
  }

  private long time(int i) {
    return baseTime + times[i];
  }

  private static int weight(int flags) {
    return 1 << (flags >> LEVEL_SHIFT & 31);
  }

  private static boolean sampled(long subjectHigh, int level) {
    return level == 0 || subjectHigh >>> 64 - level == 0;
  }

  private int firstAfter(long time) {
    int i = size;
    while (i > 0 && time(i - 1) > time) {
      i--;
    }
    return i;
  }

  /** Marks anew which reads of a subject are superseded. */
  private void supersede(long subjectHigh, long subjectLow) {
    int later = 0;
    for (int i = size - 1; i >= 0; i--) {
      if (low[i] == subjectLow && high[i] == subjectHigh) {
        int classes = flags[i] & CLASSES;
        flags[i] = (short) (flags[i] & ~SUPERSEDED | (classes & later) << SUPERSEDED_SHIFT);
        later |= classes;
      }
    }
  }

  /** Sees to it that one more read fits. */
  private void makeRoom(long newest) {
    if (size < times.length && (size == 0 || newest - baseTime < REBASE_MS)) {
      return;
    }
    keep(i -> time(i) > newest - KEPT_MS);
    if (size >= CAPACITY * 3 / 4) {
      keep(i -> (flags[i] & CLASSES) != (flags[i] >> SUPERSEDED_SHIFT & CLASSES));
    }
    while (size >= CAPACITY * 3 / 4 && level < MAX_LEVEL) {
      level++;
      keep(i -> sampled(high[i], level));
      for (int i = 0; i < size; i++) {
        if ((flags[i] >> LEVEL_SHIFT & 31) < level) {
          flags[i] = (short) (flags[i] & (1 << LEVEL_SHIFT) - 1 | level << LEVEL_SHIFT);
        }
      }
    }
    if (level > 0 && size < CAPACITY / 4) {
      level--;
    }
    if (size >= times.length * 3 / 4) {
      resize(Math.min(CAPACITY, Math.max(8, times.length + times.length / 2)));
    } else if (size < times.length / 4 && times.length > 16) {
      resize(times.length / 2);
    }
    rebase();
    if (sites.size() > 8) {
      dropUnusedSites();
    }
  }

  private void dropUnusedSites() {
    int[] renumbered = new int[sites.size()];
    for (int i = 0; i < size; i++) {
      int site = siteOf[i] & 255;
      if (site < renumbered.length) {
        renumbered[site] = 1;
      }
    }
    List<Site> used = new ArrayList<>();
    for (int i = 0; i < renumbered.length; i++) {
      if (renumbered[i] == 1) {
        renumbered[i] = used.size();
        used.add(sites.get(i));
      }
    }
    for (int i = 0; i < size; i++) {
      int site = siteOf[i] & 255;
      if (site < renumbered.length) {
        siteOf[i] = (byte) renumbered[site];
      }
    }
    sites.clear();
    sites.addAll(used);
  }

  private interface Test {
    boolean keeps(int i);
  }

  private void keep(Test test) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (test.keeps(i)) {
        move(i, kept++);
      }
    }
    size = kept;
  }

  private void move(int from, int to) {
    times[to] = times[from];
    positions[to] = positions[from];
    high[to] = high[from];
    low[to] = low[from];
    flags[to] = flags[from];
    siteOf[to] = siteOf[from];
  }

  private void shift(int at) {
    int moved = size - at;
    if (moved > 0) {
      System.arraycopy(times, at, times, at + 1, moved);
      System.arraycopy(positions, at, positions, at + 1, moved);
      System.arraycopy(high, at, high, at + 1, moved);
      System.arraycopy(low, at, low, at + 1, moved);
      System.arraycopy(flags, at, flags, at + 1, moved);
      System.arraycopy(siteOf, at, siteOf, at + 1, moved);
    }
  }

  private void resize(int length) {
    times = Arrays.copyOf(times, length);
    positions = Arrays.copyOf(positions, length);
    high = Arrays.copyOf(high, length);
    low = Arrays.copyOf(low, length);
    flags = Arrays.copyOf(flags, length);
    siteOf = Arrays.copyOf(siteOf, length);
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

  io.whoread.collector.detect.v1.RecentReads encode() {
    var state = io.whoread.collector.detect.v1.RecentReads.newBuilder();
    for (int i = 0; i < size; i++) {
      state
          .addTimeMs(time(i))
          .addPosition(positions[i] + basePosition)
          .addSubjectHigh(high[i])
          .addSubjectLow(low[i])
          .addFlags(flags[i] & 0xffff)
          .addSite(siteOf[i] & 255);
    }
    return state
        .setBaseMs(baseTime)
        .setLevel(level)
        .setRoom(times.length)
        .addAllSites(sites)
        .build();
  }

  static RecentReads decode(io.whoread.collector.detect.v1.RecentReads state) {
    RecentReads reads = new RecentReads();
    reads.resize(state.getRoom());
    reads.size = state.getTimeMsCount();
    reads.level = state.getLevel();
    reads.sites.addAll(state.getSitesList());
    reads.baseTime = state.getBaseMs();
    if (reads.size > 0) {
      reads.basePosition = state.getPosition(0);
    }
    for (int i = 0; i < reads.size; i++) {
      reads.times[i] = (int) (state.getTimeMs(i) - reads.baseTime);
      reads.positions[i] = (int) (state.getPosition(i) - reads.basePosition);
      reads.high[i] = state.getSubjectHigh(i);
      reads.low[i] = state.getSubjectLow(i);
      reads.flags[i] = (short) state.getFlags(i);
      reads.siteOf[i] = (byte) state.getSite(i);
    }
    return reads;
  }
}

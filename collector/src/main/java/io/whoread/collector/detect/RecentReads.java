package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.Site;
import java.util.Arrays;
import java.util.List;

/**
 * The reads of one actor over the last two days, in order of event time: one day for the longest
 * window, one for records that come late. All windows of all rules are counted from this one list.
 *
 * <p>A read belongs to <em>classes</em>, bits of a mask: all reads, those outside working hours,
 * those of cold subjects, those that work does not explain. A window's count is the number of
 * distinct subjects among the reads of one class in it. Each read carries, per class, whether a
 * later read of the same subject makes it <em>superseded</em>: in the window that ends now a
 * subject counts by its latest read. So the count of that window changes by what comes in, what
 * that supersedes, and what leaves; it is kept, and costs a few steps a read. Windows that ended
 * earlier matter only when a late read comes; they are counted by going back from the window that
 * ends now, read by read.
 *
 * <p><b>Bounded.</b> When {@value ReadList#CAPACITY} reads are in the list it first drops
 * superseded ones, and then becomes a sample of subjects: reads at <em>level</em> n stay only if
 * the first n bits of their subject's pseudonym are zero, and then stand for 2^n subjects. This is
 * distinct sampling (P. Gibbons, VLDB 2001), of the theta sketch's family, with a level for each
 * read instead of one for all: every read comes in at level 0, and when the list is full the level
 * that holds most reads is halved into the next. Whatever happened before, the newest quarter of
 * the list is all there and exact, and what is older becomes coarser with its number. A subject
 * counts by its latest read, whose level is never above those of its earlier ones; so what is known
 * twice counts once, and the estimate has no bias. The tests hold counts of 200 and more to within
 * 30% of the truth, in windows of any length; it is exact while the list has not been full within
 * the window.
 */
final class RecentReads {
  static final long DAY_MS = 86_400_000L;
  static final long KEPT_MS = 2 * DAY_MS;

  /** Classes of reads. */
  static final int ALL = 1;

  static final int OFF_HOURS = 2;
  static final int COLD = 4;
  static final int UNEXPLAINED = 16;

  /** The same over weeks. */
  static final int SLOW = 32;

  /** By somebody who had left by then, or not joined yet. */
  static final int AWAY = 8;

  static final int ANY_FORM = -1;

  private static final long REBASE_MS = 10 * DAY_MS;

  private final List<Measure> measures;
  private final ReadList reads = new ReadList();
  private final SubjectChains chains = new SubjectChains(reads);
  private final Sites sites = new Sites();

  /** Per measure, of the window that ends with the newest read: its first read, and its count. */
  private final int[] heads;

  private final long[] counts;

  /**
   * @param measures the windows that are counted
   */
  RecentReads(List<Measure> measures) {
    this.measures = measures;
    this.heads = new int[measures.size()];
    this.counts = new long[measures.size()];
  }

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
    return reads.size();
  }

  /** Time of the newest read, also when all were let go; 0 where there was none. */
  long last() {
    return isEmpty() ? reads.baseTime() : reads.time(reads.size() - 1);
  }

  /** Lets all reads go. */
  void clear() {
    reads.clear();
    chains.clear();
    sites.all().clear();
    Arrays.fill(heads, 0);
    Arrays.fill(counts, 0);
  }

  /** About how many bytes of heap it takes. */
  int heap() {
    return 300 + 12 * heads.length + reads.heap() + chains.heap() + 80 * sites.all().size();
  }

  boolean isEmpty() {
    return reads.size() == 0;
  }

  /** Whether a read at this time would be the newest. */
  boolean inOrder(long time) {
    return isEmpty() || time >= last();
  }

  /**
   * Takes in a read, at most {@link #KEPT_MS} older than the newest.
   *
   * @param classes {@link #ALL} and others
   */
  void add(Read read, int classes) {
    long time = read.getTimeMs();
    long newest = isEmpty() ? time : Math.max(time, last());
    if (reads.isFull() || newest - reads.baseTime() >= REBASE_MS) {
      reads.tidy(newest - KEPT_MS);
      sites.tidy(reads);
      chains.link();
      recount();
    }
    int at = reads.firstAfter(time);
    reads.insert(
        at,
        time,
        read.getPosition(),
        high(read.getSubject()),
        low(read.getSubject()),
        classes,
        read.getForm(),
        read.getPlain(),
        sites.number(read, reads));
    chains.insert(at);
    bringCountsUpTo(at);
  }

  /**
   * Whether there is a read of the same subject on the same day.
   *
   * @param form that it must have, or {@link #ANY_FORM}
   */
  boolean holds(Read read, LocalDays clock, int form) {
    int day = clock.day(read.getTimeMs());
    int at = chains.latest(high(read.getSubject()), low(read.getSubject()));
    for (; at != SubjectChains.NONE; at = chains.before(at)) {
      int known = clock.day(reads.time(at));
      if (known < day) {
        return false;
      }
      if (known == day && (form == ANY_FORM || reads.form(at) == form)) {
        return true;
      }
    }
    return false;
  }

  /** Brings the counts of the windows that end with the newest read up to a read just inserted. */
  private void bringCountsUpTo(int at) {
    for (int later = chains.latest(reads.high(at), reads.low(at));
        later > at;
        later = chains.before(later)) {
      reads.supersede(at, reads.classes(later));
    }
    int left = reads.classes(at) & ~reads.superseded(at);
    long last = last();
    for (int m = 0; m < heads.length; m++) {
      if (at < size() - 1 && reads.time(at) <= last - measures.get(m).windowMs()) {
        heads[m]++;
      } else if ((left & measures.get(m).readClass()) != 0) {
        counts[m] += reads.weight(at);
      }
    }
    for (int earlier = chains.before(at);
        earlier != SubjectChains.NONE && left != 0;
        earlier = chains.before(earlier)) {
      int superseded = left & reads.classes(earlier) & ~reads.superseded(earlier);
      reads.supersede(earlier, superseded);
      for (int m = 0; m < heads.length; m++) {
        if (earlier >= heads[m] && (superseded & measures.get(m).readClass()) != 0) {
          counts[m] -= reads.weight(earlier);
        }
      }
      left &= ~reads.classes(earlier);
    }
    if (at == size() - 1) {
      for (int m = 0; m < heads.length; m++) {
        leave(m, last - measures.get(m).windowMs());
      }
    }
  }

  /** Lets the reads of a window go that are not after a time. */
  private void leave(int m, long until) {
    int readClass = measures.get(m).readClass();
    int head = heads[m];
    while (reads.time(head) <= until) {
      if (counts(head, readClass)) {
        counts[m] -= reads.weight(head);
      }
      head++;
    }
    heads[m] = head;
  }

  /** Whether a read counts in the window that ends with the newest. */
  private boolean counts(int i, int readClass) {
    return (reads.classes(i) & ~reads.superseded(i) & readClass) != 0;
  }

  private void recount() {
    for (int m = 0; m < heads.length; m++) {
      heads[m] = 0;
      counts[m] = 0;
      for (int i = 0; i < size(); i++) {
        if (counts(i, measures.get(m).readClass())) {
          counts[m] += reads.weight(i);
        }
      }
      if (!isEmpty()) {
        leave(m, last() - measures.get(m).windowMs());
      }
    }
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

  /** Distinct subjects in a measure's window that ends with the newest read. */
  long count(int m) {
    return counts[m];
  }

  /** The window that ends with the newest read. */
  Window newest(int m) {
    return counts[m] == 0 ? Window.EMPTY : window(m, counts[m], heads[m], size() - 1);
  }

  /** Of a count, the window with its ends at the first and last read of the class. */
  private Window window(int m, long count, int head, int end) {
    int readClass = measures.get(m).readClass();
    while ((reads.classes(head) & readClass) == 0) {
      head++;
    }
    while ((reads.classes(end) & readClass) == 0) {
      end--;
    }
    return new Window(count, reads.time(head), reads.time(end));
  }

  /** The fullest of a measure's windows that hold a moment and end with a read of its class. */
  Window fullest(long moment, int m) {
    long length = measures.get(m).windowMs();
    int readClass = measures.get(m).readClass();
    long count = counts[m];
    int head = heads[m];
    if (count > 0 && (head == 0 || reads.time(head - 1) <= moment - length)) {
      // All of them begin with the same read as the one that ends now, which so holds them all.
      return newest(m);
    }
    long most = 0;
    int mostHead = 0;
    int mostEnd = 0;
    for (int end = size() - 1; end >= 0 && reads.time(end) >= moment; end--) {
      // `count` is that of the window ending with `end`: reads behind it are thought away.
      if (reads.time(end) < moment + length
          && (reads.classes(end) & readClass) != 0
          && count > 0
          && count >= most) {
        most = count;
        mostHead = head;
        mostEnd = end;
      }
      if ((reads.classes(end) & readClass) != 0) {
        int earlier = before(end, readClass);
        count += (earlier >= head ? reads.weight(earlier) : 0) - reads.weight(end);
      }
      while (end > 0 && head > 0 && reads.time(head - 1) > reads.time(end - 1) - length) {
        head--;
        if ((reads.classes(head) & readClass) != 0 && !readAgain(head, end - 1, readClass)) {
          count += reads.weight(head);
        }
      }
    }
    return most == 0 ? Window.EMPTY : window(m, most, mostHead, mostEnd);
  }

  /** The read of a class before this one of the same subject. */
  private int before(int read, int readClass) {
    int earlier = chains.before(read);
    while (earlier != SubjectChains.NONE && (reads.classes(earlier) & readClass) == 0) {
      earlier = chains.before(earlier);
    }
    return earlier;
  }

  /** Whether a class has a later read of the same subject, up to a place in the list. */
  private boolean readAgain(int read, int end, int readClass) {
    if ((reads.superseded(read) & readClass) == 0) {
      return false;
    }
    int later = chains.latest(reads.high(read), reads.low(read));
    while (later > read && (later > end || (reads.classes(later) & readClass) == 0)) {
      later = chains.before(later);
    }
    return later > read;
  }

  /** Shows the reads of a class from one time to another, both included, newest first. */
  void visit(long from, long to, int readClass, Visitor visitor) {
    for (int i = size() - 1; i >= 0 && reads.time(i) >= from; i--) {
      if (reads.time(i) <= to && (reads.classes(i) & readClass) != 0) {
        visitor.read(
            reads.time(i),
            reads.high(i),
            reads.low(i),
            (reads.superseded(i) & readClass) != 0,
            reads.form(i),
            reads.plain(i),
            reads.weight(i),
            reads.position(i),
            reads.site(i));
      }
    }
  }

  /** Through what a read came, by the number that {@link #visit} gave. */
  Site siteOf(int number) {
    return sites.get(number);
  }

  io.whoread.collector.detect.v1.RecentReads encode() {
    var state = io.whoread.collector.detect.v1.RecentReads.newBuilder();
    reads.encode(state);
    return state.addAllSites(sites.all()).build();
  }

  static RecentReads decode(
      io.whoread.collector.detect.v1.RecentReads state, List<Measure> measures) {
    RecentReads recent = new RecentReads(measures);
    recent.reads.decode(state);
    recent.sites.all().addAll(state.getSitesList());
    recent.chains.link();
    recent.recount();
    return recent;
  }
}

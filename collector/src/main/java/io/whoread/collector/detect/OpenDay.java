package io.whoread.collector.detect;

import io.whoread.collector.detect.v1.Report;
import io.whoread.collector.detect.work.WorkDay;
import java.util.Arrays;
import java.util.List;

/** A day of an actor that is still counted, per measure. */
final class OpenDay {
  static final int NO_CLASS = -1;

  /** A count that could be worth asking for, and its window. */
  private static final class Peak {
    int asked;
    int count;
    long from;
    long to;
  }

  /** Days since 1970-01-01. */
  final int day;

  /** Hours of the day in which the actor was active, as bits. */
  int hours;

  /** The highest count so far. */
  final int[] highest;

  /** The class of pace told to the group last. */
  final byte[] pace;

  /** Null where no count of a measure, or of any, was worth asking for yet: as on most days. */
  private Peak[] peaks;

  private WorkDay work;

  /** Whether it was confirmed to be misuse: it is not learnt. */
  boolean misused;

  /**
   * For each measure, how many subjects were counted and how many of these came, when they were
   * read first, through a service that is still learnt; null where none did.
   */
  private int[] learnt;

  /** Null where nothing was exported. */
  private Exports exports;

  OpenDay(int day, int measures) {
    this.day = day;
    highest = new int[measures];
    pace = new byte[measures];
    Arrays.fill(pace, (byte) NO_CLASS);
  }

  /** About how many bytes of heap it takes. */
  int heap() {
    int measures = highest.length;
    return 100
        + 5 * measures
        + (peaks == null ? 0 : 30 * measures)
        + (learnt == null ? 0 : 8 * measures)
        + (exports == null ? 0 : exports.heap())
        + (work == null ? 0 : 300);
  }

  /** What its subjects say of whether all of them were work. */
  WorkDay work() {
    if (work == null) {
      work = new WorkDay();
    }
    return work;
  }

  /** Whether there is anything that they say. */
  boolean hasWork() {
    return work != null;
  }

  void work(WorkDay of) {
    work = of;
  }

  /** Takes in that a subject was exported through an operation, for the first time that day. */
  void exported(int operation) {
    exported(operation, 1);
  }

  private void exported(int operation, int subjects) {
    exports = exports == null ? new Exports() : exports;
    exports.add(operation, subjects);
  }

  /** Takes in what was counted before. */
  void exported(Report.Export export) {
    exported(export.getOperation(), export.getSubjects());
  }

  boolean hasExports() {
    return exports != null;
  }

  /** How many were through an operation. */
  int exportedThrough(int operation) {
    return exports == null ? 0 : exports.of(operation);
  }

  List<Report.Export> exports() {
    return exports == null ? List.of() : exports.all();
  }

  /**
   * Takes in a subject that was not read before on this day.
   *
   * @param isLearnt whether it came through a service that is still learnt
   */
  void count(int measure, boolean isLearnt) {
    if (learnt == null && isLearnt) {
      for (int m = 0; m < highest.length; m++) {
        // Those before it that were counted, as subjects.
        learnt(m, highest[m], 0);
      }
    }
    if (learnt != null) {
      learnt(measure, reads(measure) + 1, learnt(measure) + (isLearnt ? 1 : 0));
    }
  }

  boolean hasLearnt() {
    return learnt != null;
  }

  int reads(int measure) {
    return learnt == null ? 0 : learnt[2 * measure];
  }

  int learnt(int measure) {
    return learnt == null ? 0 : learnt[2 * measure + 1];
  }

  void learnt(int measure, int reads, int ofThese) {
    if (learnt == null) {
      learnt = new int[2 * highest.length];
    }
    learnt[2 * measure] = reads;
    learnt[2 * measure + 1] = ofThese;
  }

  private Peak known(int measure) {
    return peaks == null ? null : peaks[measure];
  }

  private Peak made(int measure) {
    if (peaks == null) {
      peaks = new Peak[highest.length];
    }
    if (peaks[measure] == null) {
      peaks[measure] = new Peak();
    }
    return peaks[measure];
  }

  /** The count at which the group was asked last, or 0. */
  int asked(int measure) {
    Peak known = known(measure);
    return known == null ? 0 : known.asked;
  }

  /** Takes in that the group is asked for a count. */
  void asked(int measure, int count) {
    made(measure).asked = count;
  }

  /**
   * The highest count since the group was asked that could be worth asking for, or 0: a count may
   * have fallen again before it is told.
   */
  int peak(int measure) {
    Peak known = known(measure);
    return known == null ? 0 : known.count;
  }

  /** When the first read of the peak's window came; 0 where there is none. */
  long peakFrom(int measure) {
    Peak known = known(measure);
    return known == null ? 0 : known.from;
  }

  /** When the last came. */
  long peakTo(int measure) {
    Peak known = known(measure);
    return known == null ? 0 : known.to;
  }

  void peak(int measure, int count, long from, long to) {
    Peak peak = made(measure);
    peak.count = count;
    peak.from = from;
    peak.to = to;
  }

  /** What was asked for is over. */
  void forget(int measure) {
    if (peaks != null) {
      peaks[measure] = null;
    }
  }

  /** Whether the group was asked for a count and would have more to hear of it by now. */
  boolean grown(int measure) {
    Peak known = known(measure);
    return known != null && known.asked > 0 && known.count > known.asked;
  }
}

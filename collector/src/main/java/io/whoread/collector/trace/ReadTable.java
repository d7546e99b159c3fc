package io.whoread.collector.trace;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads by subject, in the order in which the subjects were placed: what a trace counts in. Some 16
 * bytes a read.
 *
 * <p>Sources are numbered from 0; what they are (persons, services ...) the table does not know.
 */
public final class ReadTable {
  private final long[] placed;
  private final Map<Subject, Integer> rows;

  /** Where the reads of a subject begin; one longer than there are subjects. */
  private final int[] first;

  private final long[] times;
  private final int[] sources;
  private final List<String> names;

  private ReadTable(
      long[] placed,
      Map<Subject, Integer> rows,
      int[] first,
      long[] times,
      int[] sources,
      List<String> names) {
    this.placed = placed;
    this.rows = rows;
    this.first = first;
    this.times = times;
    this.sources = sources;
    this.names = names;
  }

  /** A pseudonym of 16 bytes. */
  public record Subject(long high, long low) {
    public static Subject of(byte[] pseudonym) {
      ByteBuffer bytes = ByteBuffer.wrap(pseudonym);
      return new Subject(bytes.getLong(), bytes.getLong());
    }
  }

  int subjects() {
    return placed.length;
  }

  /** How many sources there are. */
  int sources() {
    return names.size();
  }

  String name(int source) {
    return names.get(source);
  }

  /** When the last read was, in milliseconds since 1970; 0 where there is none. */
  long last() {
    long last = 0;
    for (long time : times) {
      last = Math.max(last, time);
    }
    return last;
  }

  /** The row of a subject, or -1 where nothing was read of it. */
  int row(Subject subject) {
    return rows.getOrDefault(subject, -1);
  }

  /** When a subject was placed, in milliseconds since 1970. */
  long placed(int row) {
    return placed[row];
  }

  /** The first row that was placed at a time or later. */
  int rowAt(long time) {
    int at = Arrays.binarySearch(placed, time);
    if (at < 0) {
      return -at - 1;
    }
    while (at > 0 && placed[at - 1] == time) {
      at--;
    }
    return at;
  }

  /** Calls back for each read of a subject, in no particular order. */
  void reads(int row, Visitor visitor) {
    for (int i = first[row]; i < first[row + 1]; i++) {
      visitor.read(sources[i], times[i]);
    }
  }

  interface Visitor {
    /**
     * @param time in milliseconds since 1970
     */
    void read(int source, long time);
  }

  /** Takes reads in any order. */
  public static final class Builder {
    private static final long DAY_MS = 86_400_000L;

    private final Map<Subject, Integer> numbers = new HashMap<>();
    private final Map<String, Integer> sources = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private int[] subjectOf = new int[1 << 10];
    private int[] sourceOf = new int[1 << 10];
    private long[] timeOf = new long[1 << 10];
    private long[] placed = new long[1 << 8];
    private int count;

    public Builder() {
      Arrays.fill(placed, Long.MAX_VALUE);
    }

    /**
     * @param source null for a read that is nobody's to answer for, such as a machine's: it says
     *     that the subject was there
     * @param time in milliseconds since 1970
     * @param placedDay when the subject was placed, in days since 1970; -1 where unknown
     */
    public void add(Subject subject, String source, long time, int placedDay) {
      int number = numbers.computeIfAbsent(subject, each -> numbers.size());
      if (number == placed.length) {
        placed = Arrays.copyOf(placed, number * 2);
        Arrays.fill(placed, number, placed.length, Long.MAX_VALUE);
      }
      placed[number] = Math.min(placed[number], placedDay < 0 ? time : placed(time, placedDay));
      if (source == null) {
        return;
      }
      if (count == timeOf.length) {
        subjectOf = Arrays.copyOf(subjectOf, count * 2);
        sourceOf = Arrays.copyOf(sourceOf, count * 2);
        timeOf = Arrays.copyOf(timeOf, count * 2);
      }
      subjectOf[count] = number;
      sourceOf[count] = source(source);
      timeOf[count++] = time;
    }

    /** The first read of the day on which it was placed tells the hour; else its noon (UTC). */
    private static long placed(long time, int day) {
      long begin = day * DAY_MS;
      // A day of any time zone.
      boolean near = time >= begin - DAY_MS / 2 && time < begin + DAY_MS * 3 / 2;
      return near ? time : begin + DAY_MS / 2;
    }

    private int source(String name) {
      Integer number = sources.get(name);
      if (number == null) {
        number = names.size();
        sources.put(name, number);
        names.add(name);
      }
      return number;
    }

    public ReadTable build() {
      int subjects = numbers.size();
      Integer[] order = new Integer[subjects];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, (a, b) -> Long.compare(placed[a], placed[b]));
      int[] rowOf = new int[subjects];
      long[] sorted = new long[subjects];
      for (int row = 0; row < subjects; row++) {
        rowOf[order[row]] = row;
        sorted[row] = placed[order[row]];
      }
      numbers.replaceAll((subject, number) -> rowOf[number]);
      int[] first = new int[subjects + 1];
      for (int i = 0; i < count; i++) {
        first[rowOf[subjectOf[i]] + 1]++;
      }
      for (int row = 0; row < subjects; row++) {
        first[row + 1] += first[row];
      }
      int[] next = Arrays.copyOf(first, subjects);
      long[] times = new long[count];
      int[] by = new int[count];
      for (int i = 0; i < count; i++) {
        int at = next[rowOf[subjectOf[i]]]++;
        times[at] = timeOf[i];
        by[at] = sourceOf[i];
      }
      return new ReadTable(sorted, numbers, first, times, by, List.copyOf(names));
    }
  }
}

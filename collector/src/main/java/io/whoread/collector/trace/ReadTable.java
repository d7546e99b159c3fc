package io.whoread.collector.trace;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefHash;

/**
 * Reads by subject, in the order in which the subjects were placed: what a trace counts in. Eight
 * bytes a read, some sixty a subject and a {@link Reader}, while it is built twice as much. Times
 * are whole seconds. Once built, any thread may ask it.
 *
 * <p>A source is known by its kind and its number within that, from 0.
 */
public final class ReadTable {
  static final long SECOND_MS = 1_000L;

  /** An int holds the seconds from 2000 to 2068. */
  static final long EPOCH_S = 946_684_800L;

  /** Kinds of which there is one for nearly every customer. */
  private static final Set<SourceKind> OF_MANY =
      EnumSet.of(SourceKind.ADDRESS, SourceKind.SESSION, SourceKind.EXPORT);

  /** One of those that read fewer subjects is left out. */
  static final int FEWEST = 5;

  private final long[] placed;
  private final byte[] groups;
  private final BytesRefHash subjects;

  /** By the number of a subject as the hash has it. */
  private final int[] rowOf;

  /** Where the reads of a subject begin; one longer than there are subjects. */
  private final int[] first;

  private final int[] times;
  private final int[] readers;
  private final int[] plainOf;
  private final Map<SourceKind, Names> names;

  /** By place of the kind, of each reader the source, or -1; for sellers of each row. */
  private final int[][] sourceOf = new int[SourceKind.values().length][];

  /** Of each reader, where a customer read what is the customer's own: its number; else -1. */
  private final int[] customerOf;

  /** The readers whose reads were imported. */
  private final BitSet imported;

  private final int guarded;
  private final long last;

  ReadTable(ReadTableBuilder built) {
    subjects = built.subjects;
    names = built.names;
    int count = subjects.size();
    int[] order = built.inTime();
    placed = new long[count];
    groups = new byte[count];
    rowOf = new int[count];
    int[] sellers = new int[count];
    for (int row = 0; row < count; row++) {
      rowOf[order[row]] = row;
      placed[row] = built.placed[order[row]];
      groups[row] = built.groups[order[row]];
      sellers[row] = built.sellers[order[row]];
    }
    first = new int[count + 1];
    for (int i = 0; i < built.count; i++) {
      first[rowOf[built.subjectOf[i]] + 1]++;
    }
    for (int row = 0; row < count; row++) {
      first[row + 1] += first[row];
    }
    int[] next = Arrays.copyOf(first, count);
    times = new int[built.count];
    readers = new int[built.count];
    int latest = 0;
    for (int i = 0; i < built.count; i++) {
      int at = next[rowOf[built.subjectOf[i]]]++;
      times[at] = built.timeOf[i];
      readers[at] = built.readerOf[i];
      latest = Math.max(latest, times[at]);
    }
    last = built.count == 0 ? 0 : ms(latest);
    plainOf = Arrays.copyOf(built.plainOf, built.readers.size());
    built.sourceOf.forEach(
        (kind, of) -> sourceOf[kind.ordinal()] = Arrays.copyOf(of, built.readers.size()));
    sourceOf[SourceKind.SELLER.ordinal()] = sellers;
    customerOf = Arrays.copyOf(built.customerOf, built.readers.size());
    imported = built.imported;
    guarded = guarded(plainOf);
    for (SourceKind kind : OF_MANY) {
      leaveOutFew(kind);
    }
  }

  private static int guarded(int[] plainOf) {
    int guarded = PlainFields.NONE;
    for (int plain : plainOf) {
      guarded |= plain == PlainFields.UNKNOWN ? PlainFields.NONE : plain;
    }
    return guarded;
  }

  /** A customer's own address reads the customer's own orders, and is the source of no list. */
  private void leaveOutFew(SourceKind kind) {
    int[] of = sourceOf(kind);
    int[] subjectsOf = new int[names.get(kind).size()];
    int[] lastRow = new int[subjectsOf.length];
    Arrays.fill(lastRow, -1);
    for (int row = 0; row < placed.length; row++) {
      for (int i = first[row]; i < first[row + 1]; i++) {
        int source = of[readers[i]];
        if (source >= 0 && lastRow[source] != row) {
          lastRow[source] = row;
          subjectsOf[source]++;
        }
      }
    }
    for (int reader = 0; reader < of.length; reader++) {
      if (of[reader] >= 0 && subjectsOf[of[reader]] < FEWEST) {
        of[reader] = -1;
      }
    }
  }

  /** A pseudonym of 16 bytes. */
  public record Subject(long high, long low) {
    public static Subject of(byte[] pseudonym) {
      ByteBuffer bytes = ByteBuffer.wrap(pseudonym);
      return new Subject(bytes.getLong(), bytes.getLong());
    }

    private BytesRef bytes() {
      return new BytesRef(ByteBuffer.allocate(16).putLong(high).putLong(low).array());
    }
  }

  private int[] sourceOf(SourceKind kind) {
    return sourceOf[kind.ordinal()];
  }

  int subjects() {
    return placed.length;
  }

  /** How many sources of a kind there are. */
  int sources(SourceKind kind) {
    return names.get(kind).size();
  }

  SourceName name(SourceKind kind, int source) {
    return names.get(kind).name(source);
  }

  /** The number of a source, or -1 where there is none. */
  int find(SourceKind kind, SourceName name) {
    return names.get(kind).find(name);
  }

  /** Which kinds of fields left in plain in any read of which it is known. */
  int guarded() {
    return guarded;
  }

  /** Whether there is a read of which it is not known what left. */
  boolean hasUnknownFields() {
    return Arrays.stream(plainOf).anyMatch(plain -> plain == PlainFields.UNKNOWN);
  }

  /** The sources of a kind that read anything within a time, both ends in it. */
  BitSet active(SourceKind kind, long from, long to) {
    BitSet active = new BitSet();
    int[] of = sourceOf(kind);
    for (int i = 0; i < times.length; i++) {
      int source = of[readers[i]];
      if (source >= 0 && ms(times[i]) >= from && ms(times[i]) <= to) {
        active.set(source);
      }
    }
    return active;
  }

  /** When the last read was, in milliseconds since 1970; 0 where there is none. */
  long last() {
    return last;
  }

  /** The row of a subject, or -1 where nothing was read of it. */
  int row(Subject subject) {
    int number = subjects.find(subject.bytes());
    return number < 0 ? -1 : rowOf[number];
  }

  /** When a subject was placed, in milliseconds since 1970. */
  long placed(int row) {
    return placed[row];
  }

  /** Whether two subjects are alike enough to be compared: both orders, both waybills. */
  boolean isAlike(int row, int other) {
    return groups[row] == groups[other];
  }

  /** The number of the seller of a subject, or -1 where it is unknown. */
  int seller(int row) {
    return sourceOf(SourceKind.SELLER)[row];
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

  /**
   * Calls back for each read of a subject by a source of a kind, in no particular order. Its seller
   * has known it since it was placed.
   */
  void reads(SourceKind kind, int row, Visitor visitor) {
    int[] of = sourceOf(kind);
    if (kind == SourceKind.SELLER) {
      if (of[row] >= 0) {
        visitor.read(of[row], placed[row], PlainFields.UNKNOWN, false);
      }
      return;
    }
    for (int i = first[row]; i < first[row + 1]; i++) {
      int source = of[readers[i]];
      if (source >= 0) {
        visitor.read(source, ms(times[i]), plainOf[readers[i]], imported.get(readers[i]));
      }
    }
  }

  /**
   * Calls back for each read by a customer of what is the customer's own, by the source it came
   * from.
   */
  void ownReads(SourceKind kind, int row, Visitor visitor) {
    int[] of = sourceOf(kind);
    for (int i = first[row]; i < first[row + 1]; i++) {
      if (customerOf[readers[i]] >= 0 && of[readers[i]] >= 0) {
        visitor.read(of[readers[i]], ms(times[i]), plainOf[readers[i]], imported.get(readers[i]));
      }
    }
  }

  /** How many customers read what is their own by each of some sources. */
  Map<Integer, Integer> customersOf(SourceKind kind, Set<Integer> sources) {
    Map<Integer, Set<Integer>> customers = new HashMap<>();
    int[] of = sourceOf(kind);
    for (int reader = 0; reader < of.length; reader++) {
      if (customerOf[reader] >= 0 && sources.contains(of[reader])) {
        customers.computeIfAbsent(of[reader], each -> new HashSet<>()).add(customerOf[reader]);
      }
    }
    Map<Integer, Integer> many = new HashMap<>();
    customers.forEach((source, each) -> many.put(source, each.size()));
    return many;
  }

  interface Visitor {
    /**
     * @param time in milliseconds since 1970, whole seconds
     * @param plain which kinds of fields left in plain: {@link PlainFields}
     * @param imported whether it was taken from a file, and not captured
     */
    void read(int source, long time, int plain, boolean imported);
  }

  /** A time in milliseconds since 1970 as the table keeps it: cut to the second. */
  static long cut(long time) {
    return Math.floorDiv(time, SECOND_MS) * SECOND_MS;
  }

  private static long ms(int seconds) {
    return (EPOCH_S + seconds) * SECOND_MS;
  }
}

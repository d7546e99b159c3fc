package io.whoread.collector.trace;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefHash;
import org.apache.lucene.util.IntroSorter;

/** Makes a table of reads that come in any order, from one thread. */
public final class ReadTableBuilder {
  private static final long DAY_MS = 86_400_000L;

  final BytesRefHash subjects = new BytesRefHash();

  /** Of the subject that is added: none is made for each read. */
  private final ByteBuffer pseudonym = ByteBuffer.allocate(16);

  private final BytesRef pseudonymBytes = new BytesRef(pseudonym.array());
  final BytesRefHash readers = new BytesRefHash();
  final Map<SourceKind, Names> names = new EnumMap<>(SourceKind.class);
  final Map<SourceKind, int[]> sourceOf = new EnumMap<>(SourceKind.class);
  private final Names customers = new Names();
  int[] customerOf = new int[64];
  int[] plainOf = new int[64];
  final BitSet imported = new BitSet();
  long[] placed = new long[64];
  byte[] groups = new byte[64];
  private byte group;
  int[] sellers = new int[64];
  int[] subjectOf = new int[1 << 10];
  int[] readerOf = new int[1 << 10];
  int[] timeOf = new int[1 << 10];
  int count;

  public ReadTableBuilder() {
    for (SourceKind kind : SourceKind.values()) {
      names.put(kind, new Names());
      sourceOf.put(kind, new int[64]);
    }
  }

  /**
   * The number of a reader, the same for an equal one. Ask once for all reads of an access: this
   * looks up each of its texts, {@link #add} looks up the subject alone.
   */
  public int reader(Reader reader) {
    SourceKind[] kinds = SourceKind.values();
    int[] sources = new int[kinds.length];
    for (SourceKind kind : kinds) {
      sources[kind.ordinal()] = source(kind, reader.source(kind));
    }
    return reader(sources, customer(reader.customer()), reader.plain(), reader.imported());
  }

  /** The number of a source; -1 for null. */
  int source(SourceKind kind, SourceName name) {
    return name == null ? -1 : names.get(kind).number(name);
  }

  /** The number of a customer who reads what is the customer's own; -1 for null. */
  int customer(SourceName name) {
    return name == null ? -1 : customers.number(name);
  }

  /**
   * As {@link #reader(Reader)}.
   *
   * @param sources by place of the kind
   */
  int reader(int[] sources, int customer, int plain, boolean isImported) {
    ByteBuffer key = ByteBuffer.allocate((sources.length + 3) * Integer.BYTES);
    for (int source : sources) {
      key.putInt(source);
    }
    key.putInt(plain).putInt(customer).putInt(isImported ? 1 : 0);
    int number = readers.add(new BytesRef(key.array()));
    if (number < 0) {
      return -number - 1;
    }
    plainOf = ArrayUtil.grow(plainOf, number + 1);
    plainOf[number] = plain;
    imported.set(number, isImported);
    customerOf = ArrayUtil.grow(customerOf, number + 1);
    customerOf[number] = customer;
    for (SourceKind kind : SourceKind.values()) {
      int[] of = ArrayUtil.grow(sourceOf.get(kind), number + 1);
      of[number] = sources[kind.ordinal()];
      sourceOf.put(kind, of);
    }
    return number;
  }

  /**
   * Says what the subjects are that are added from here on, orders or waybills: each is compared
   * with its like alone.
   *
   * @param kind from 0, as at the beginning, to 127
   */
  public void of(int kind) {
    group = (byte) kind;
  }

  /**
   * Adds a read, any machine's too: it says that the subject was there.
   *
   * @param reader as {@link #reader} numbered it
   * @param time in milliseconds since 1970; one before 2000 or after 2068 is refused
   * @param placedDay when the subject was placed, in days since 1970; -1 where unknown
   * @param owner id of the seller to whom the subject belongs; null or empty where unknown; what
   *     was told first holds
   * @throws IllegalArgumentException for a time that cannot be
   */
  public void add(ReadTable.Subject subject, int reader, long time, int placedDay, String owner) {
    own(add(subject.high(), subject.low(), reader, time, placedDay), owner);
  }

  /**
   * The same without the owner.
   *
   * @return the number of the subject
   */
  int add(long high, long low, int reader, long time, int placedDay) {
    long seconds = Math.floorDiv(time, ReadTable.SECOND_MS) - ReadTable.EPOCH_S;
    if (seconds < 0 || seconds > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a read at " + time + " ms; expected 2000 to 2068");
    }
    pseudonym.putLong(0, high).putLong(8, low);
    int number = subjects.add(pseudonymBytes);
    if (number >= 0) {
      placed = ArrayUtil.grow(placed, number + 1);
      placed[number] = Long.MAX_VALUE;
      groups = ArrayUtil.grow(groups, number + 1);
      groups[number] = group;
      sellers = ArrayUtil.grow(sellers, number + 1);
      sellers[number] = -1;
    } else {
      number = -number - 1;
    }
    placed[number] =
        Math.min(placed[number], placedDay < 0 ? ReadTable.cut(time) : placed(time, placedDay));
    subjectOf = ArrayUtil.grow(subjectOf, count + 1);
    readerOf = ArrayUtil.grow(readerOf, count + 1);
    timeOf = ArrayUtil.grow(timeOf, count + 1);
    subjectOf[count] = number;
    readerOf[count] = reader;
    timeOf[count++] = (int) seconds;
    return number;
  }

  boolean isOwned(int subject) {
    return sellers[subject] >= 0;
  }

  /** Tells to whom a subject belongs; null or empty where that is unknown. */
  void own(int subject, String owner) {
    if (sellers[subject] < 0 && owner != null && !owner.isEmpty()) {
      sellers[subject] = names.get(SourceKind.SELLER).number(new SourceName("", owner));
    }
  }

  /** The subjects in the order in which they were placed, and of one time as they came. */
  int[] inTime() {
    int[] order = IntStream.range(0, subjects.size()).toArray();
    new IntroSorter() {
      private int pivot;

      @Override
      protected void setPivot(int i) {
        pivot = order[i];
      }

      @Override
      protected int comparePivot(int j) {
        int byTime = Long.compare(placed[pivot], placed[order[j]]);
        return byTime != 0 ? byTime : Integer.compare(pivot, order[j]);
      }

      @Override
      protected void swap(int i, int j) {
        int one = order[i];
        order[i] = order[j];
        order[j] = one;
      }
    }.sort(0, order.length);
    return order;
  }

  /** The first read of the day on which it was placed tells the hour; else its noon (UTC). */
  private static long placed(long time, int day) {
    long begin = day * DAY_MS;
    // A day of any time zone.
    boolean near = time >= begin - DAY_MS / 2 && time < begin + DAY_MS * 3 / 2;
    return near ? ReadTable.cut(time) : begin + DAY_MS / 2;
  }

  /** Asked once: what was added after it is lost. */
  public ReadTable build() {
    return new ReadTable(this);
  }
}

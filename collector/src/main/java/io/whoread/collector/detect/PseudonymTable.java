package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.whoread.record.Pseudonyms;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/**
 * What is known of millions of pseudonyms, a row of numbers each and no object: some 60 bytes for a
 * subject, and two places in memory to look at instead of five. A value that is asked for is a
 * copy. There are no alarms.
 */
final class PseudonymTable<V> implements KeyedState<ByteString, V> {
  /** As how many numbers a pseudonym lies in a row. */
  static final int KEY = Pseudonyms.LENGTH / Integer.BYTES;

  private static final int CHUNK_BITS = 12;
  private static final int CHUNK = 1 << CHUNK_BITS;

  /** How a value is a few numbers. */
  interface Shape<V> {
    /** How many. */
    int numbers();

    /** The value that lies in a row from a place on. */
    V of(int[] row, int at);

    /** The inverse of {@link #of}. */
    void to(V value, int[] row, int at);
  }

  private final Shape<V> shape;

  /** How many numbers a row has. */
  private final int width;

  /** The rows, those of the keys met first first; no row of those before {@link #size} is free. */
  private int[][] chunks = {};

  private int size;

  /** Number of a row plus 1, open-addressed; at most half of it is taken. */
  private int[] index = new int[16];

  /** Hands out the rows as they were when it was begun; null while no snapshot is under way. */
  private Copy copy;

  // The key looked for last.
  private final int[] sought = new int[KEY];

  PseudonymTable(Shape<V> shape) {
    this.shape = shape;
    this.width = KEY + shape.numbers();
  }

  /** How many bytes of heap it takes. */
  long heap() {
    return (long) Integer.BYTES * ((long) chunks.length * CHUNK * width + index.length);
  }

  /**
   * Has what is known of keys that are soon asked for brought near. One after the other each
   * look-up would wait twice for memory; these do not depend on each other, and wait together.
   *
   * @return nothing of use: so that none is left out
   */
  int near(Iterable<ByteString> keys) {
    int seen = 0;
    for (ByteString key : keys) {
      numbers(key, sought, 0);
      int row = index[start(sought, 0)] - 1;
      seen += row < 0 ? 0 : chunks[row >> CHUNK_BITS][at(row)];
    }
    return seen;
  }

  @Override
  public V get(ByteString key) {
    int row = index[slot(key)] - 1;
    return row < 0 ? null : shape.of(chunks[row >> CHUNK_BITS], at(row) + KEY);
  }

  @Override
  public void put(ByteString key, V value) {
    int slot = slot(key);
    int row = index[slot] - 1;
    if (row < 0) {
      row = size++;
      index[slot] = size;
      if (row >> CHUNK_BITS == chunks.length) {
        chunks = Arrays.copyOf(chunks, chunks.length + 1);
        chunks[chunks.length - 1] = new int[CHUNK * width];
      }
      System.arraycopy(sought, 0, chunks[row >> CHUNK_BITS], at(row), KEY);
      if (size > index.length / 2) {
        index = new int[2 * index.length];
        link();
      }
    }
    if (copy != null) {
      copy.before(row);
    }
    shape.to(value, chunks[row >> CHUNK_BITS], at(row) + KEY);
  }

  /** Where a row begins in its chunk. */
  private int at(int row) {
    return (row & CHUNK - 1) * width;
  }

  /** Of the key's row in the index, or of the free place where it belongs. */
  private int slot(ByteString key) {
    numbers(key, sought, 0);
    int slot = start(sought, 0);
    for (int row; (row = index[slot] - 1) >= 0; slot = slot + 1 & index.length - 1) {
      int at = at(row);
      if (Arrays.equals(chunks[row >> CHUNK_BITS], at, at + KEY, sought, 0, KEY)) {
        return slot;
      }
    }
    return slot;
  }

  /** Pseudonyms are as good as random. */
  private int start(int[] numbers, int at) {
    return (numbers[at] ^ numbers[at + 1] * 0x9e3779b9) & index.length - 1;
  }

  /** Fills an empty index. */
  private void link() {
    for (int row = 0; row < size; row++) {
      int slot = start(chunks[row >> CHUNK_BITS], at(row));
      while (index[slot] != 0) {
        slot = slot + 1 & index.length - 1;
      }
      index[slot] = row + 1;
    }
  }

  @Override
  public void removeIf(BiPredicate<ByteString, V> forgettable) {
    while (copy != null && copy.goOn()) {
      // Rows move: what is to be handed out as it is goes first.
    }
    int kept = 0;
    for (int row = 0; row < size; row++) {
      int[] chunk = chunks[row >> CHUNK_BITS];
      if (!forgettable.test(key(chunk, at(row)), shape.of(chunk, at(row) + KEY))) {
        System.arraycopy(chunk, at(row), chunks[kept >> CHUNK_BITS], at(kept), width);
        kept++;
      }
    }
    if (kept < size) {
      size = kept;
      chunks = Arrays.copyOf(chunks, size + CHUNK - 1 >> CHUNK_BITS);
      Arrays.fill(index, 0);
      link();
    }
  }

  /** Puts a pseudonym into a row; the inverse of {@link #key}. */
  static void numbers(ByteString key, int[] row, int at) {
    for (int i = 0; i < KEY; i++) {
      int b = i * Integer.BYTES;
      row[at + i] =
          key.byteAt(b) << 24
              | (key.byteAt(b + 1) & 255) << 16
              | (key.byteAt(b + 2) & 255) << 8
              | key.byteAt(b + 3) & 255;
    }
  }

  /** The pseudonym that lies in a row from a place on. */
  static ByteString key(int[] chunk, int at) {
    ByteBuffer key = ByteBuffer.allocate(Pseudonyms.LENGTH);
    for (int i = 0; i < KEY; i++) {
      key.putInt(chunk[at + i]);
    }
    return UnsafeByteOperations.unsafeWrap(key.array());
  }

  @Override
  public void forEach(BiConsumer<ByteString, V> visitor) {
    for (int row = 0; row < size; row++) {
      show(row, visitor);
    }
  }

  private void show(int row, BiConsumer<ByteString, V> visitor) {
    int[] chunk = chunks[row >> CHUNK_BITS];
    visitor.accept(key(chunk, at(row)), shape.of(chunk, at(row) + KEY));
  }

  @Override
  public Copying copy(BiConsumer<ByteString, V> to) {
    copy = new Copy(to);
    return copy;
  }

  private final class Copy implements Copying {
    private final BiConsumer<ByteString, V> to;

    /** The rows that there were; those behind are new. */
    private final int rows = size;

    /** Which of them were handed out before their turn. */
    private final BitSet early = new BitSet(rows);

    private int next;

    Copy(BiConsumer<ByteString, V> to) {
      this.to = to;
    }

    private void before(int row) {
      if (row >= next && row < rows && !early.get(row)) {
        early.set(row);
        show(row, to);
      }
    }

    @Override
    public boolean goOn() {
      for (int end = Math.min(rows, next + 64); next < end; next++) {
        if (!early.get(next)) {
          show(next, to);
        }
      }
      return next < rows;
    }

    @Override
    public void end() {
      if (copy == this) {
        copy = null;
      }
    }
  }

  @Override
  public int size() {
    return size;
  }
}

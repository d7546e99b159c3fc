package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.whoread.record.Pseudonyms;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/**
 * What is known of millions of subjects, a row of {@value #ROW} numbers each and no object: some 60
 * bytes a subject, and two places in memory to look at instead of five. A value that is asked for
 * is a copy. Subjects have no alarms.
 */
final class SubjectTable implements KeyedState<ByteString, SubjectTimes> {
  private static final int KEY = Pseudonyms.LENGTH / Integer.BYTES;
  private static final int ROW = KEY + SubjectTimes.NUMBERS;
  private static final int CHUNK_BITS = 12;
  private static final int CHUNK = 1 << CHUNK_BITS;

  /** The rows, those of the keys met first first; no row of those before {@link #size} is free. */
  private int[][] chunks = {};

  private int size;

  /** Number of a row plus 1, open-addressed; at most half of it is taken. */
  private int[] index = new int[16];

  // The key looked for last.
  private final int[] sought = new int[KEY];

  @Override
  public SubjectTimes get(ByteString key) {
    int row = index[slot(key)] - 1;
    return row < 0 ? null : SubjectTimes.of(chunks[row >> CHUNK_BITS], at(row) + KEY);
  }

  @Override
  public void put(ByteString key, SubjectTimes value) {
    int slot = slot(key);
    int row = index[slot] - 1;
    if (row < 0) {
      row = size++;
      index[slot] = size;
      if (row >> CHUNK_BITS == chunks.length) {
        chunks = Arrays.copyOf(chunks, chunks.length + 1);
        chunks[chunks.length - 1] = new int[CHUNK * ROW];
      }
      System.arraycopy(sought, 0, chunks[row >> CHUNK_BITS], at(row), KEY);
      if (size > index.length / 2) {
        index = new int[2 * index.length];
        link();
      }
    }
    value.to(chunks[row >> CHUNK_BITS], at(row) + KEY);
  }

  /** Where a row begins in its chunk. */
  private static int at(int row) {
    return (row & CHUNK - 1) * ROW;
  }

  /** Of the key's row in the index, or of the free place where it belongs. */
  private int slot(ByteString key) {
    for (int i = 0; i < KEY; i++) {
      int b = i * Integer.BYTES;
      sought[i] =
          key.byteAt(b) << 24
              | (key.byteAt(b + 1) & 255) << 16
              | (key.byteAt(b + 2) & 255) << 8
              | key.byteAt(b + 3) & 255;
    }
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
  public void removeIf(BiPredicate<ByteString, SubjectTimes> forgettable) {
    int kept = 0;
    for (int row = 0; row < size; row++) {
      int[] chunk = chunks[row >> CHUNK_BITS];
      if (!forgettable.test(key(chunk, at(row)), SubjectTimes.of(chunk, at(row) + KEY))) {
        System.arraycopy(chunk, at(row), chunks[kept >> CHUNK_BITS], at(kept), ROW);
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

  private static ByteString key(int[] chunk, int at) {
    ByteBuffer key = ByteBuffer.allocate(Pseudonyms.LENGTH);
    for (int i = 0; i < KEY; i++) {
      key.putInt(chunk[at + i]);
    }
    return UnsafeByteOperations.unsafeWrap(key.array());
  }

  @Override
  public void forEach(BiConsumer<ByteString, SubjectTimes> visitor) {
    for (int row = 0; row < size; row++) {
      int[] chunk = chunks[row >> CHUNK_BITS];
      visitor.accept(key(chunk, at(row)), SubjectTimes.of(chunk, at(row) + KEY));
    }
  }

  @Override
  public int size() {
    return size;
  }
}

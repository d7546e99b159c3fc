package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.detect.v1.SpilledRow;
import java.util.Arrays;
import java.util.Map;

/** What all stages that keep state by one key know of it. */
final class Row<K> {
  /** About how many bytes a row takes, with its key, whose values are in the scratch file. */
  static final int STUB = 150;

  final Rows<K> rows;
  final K key;

  /** By column, as far as there are any; null where they are in the scratch file. */
  Object[] values = {};

  /** Which columns have a value, as bits. */
  int columns;

  // For Memory: whether it was asked for of late, its place among those on the heap or -1, how
  // many bytes it took when it was weighed last, and where it is in the file.
  boolean used;
  int place = -1;
  int bytes;
  int changes;
  long at;
  int length;

  /** Number of the last of {@link Rows}' copies that holds it, or began without it. */
  int copied;

  Row(Rows<K> rows, K key) {
    this.rows = rows;
    this.key = key;
  }

  boolean isSpilled() {
    return values == null;
  }

  boolean has(int column) {
    return (columns >>> column & 1) != 0;
  }

  Object get(int column) {
    return column < values.length ? values[column] : null;
  }

  void set(int column, Object value) {
    if (column >= values.length) {
      values = Arrays.copyOf(values, column + 1);
    }
    values[column] = value;
    columns |= 1 << column;
  }

  /** Takes a value out, wherever it is. */
  void clear(int column) {
    columns &= ~(1 << column);
    if (columns == 0) {
      return;
    }
    if (isSpilled()) {
      comeBack();
    } else {
      values[column] = null;
    }
  }

  /**
   * Takes in that it was changed; returns whether it is to be weighed. To weigh it is to look at
   * all of it, which every time would be too often.
   */
  boolean isChanged() {
    return (changes++ & 15) == 0;
  }

  /** About how many bytes of heap it takes. */
  int weigh() {
    int bytes = STUB + 4 * values.length;
    for (int column = 0; column < values.length; column++) {
      if (values[column] != null) {
        bytes += rows.codec(column).heap(values[column]);
      }
    }
    return bytes;
  }

  byte[] encode() {
    SpilledRow.Builder row = SpilledRow.newBuilder();
    for (int column = 0; column < values.length; column++) {
      if (values[column] != null) {
        row.putValues(column, rows.codec(column).encode(values[column]));
      }
    }
    return row.build().toByteArray();
  }

  /** The values as they lie in the file, by column. */
  Map<Integer, ByteString> spilled() {
    try {
      return SpilledRow.parseFrom(rows.memory().read(this)).getValuesMap();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the detector's scratch file is damaged", e);
    }
  }

  /** The value of a column as it is decoded from the file; the row stays there. */
  Object decoded(int column, Map<Integer, ByteString> from) {
    try {
      return rows.codec(column).decode(from.get(column));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the detector's scratch file is damaged", e);
    }
  }

  /** All values as they are decoded from the file; the row stays there. */
  Object[] decoded() {
    Map<Integer, ByteString> encoded = spilled();
    Object[] decoded = new Object[Integer.SIZE - Integer.numberOfLeadingZeros(columns)];
    for (int column = 0; column < decoded.length; column++) {
      decoded[column] = has(column) ? decoded(column, encoded) : null;
    }
    return decoded;
  }

  /** Brings the values back onto the heap. */
  void comeBack() {
    values = decoded();
    rows.memory().isBack(this);
  }
}

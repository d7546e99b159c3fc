package io.whoread.agent.ship;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * One table of the batch under way: gives a thing its place, and writes its row where this is the
 * first time in this batch. Encoded rows are kept from batch to batch, as much the same callers,
 * operations and exposures come again and again.
 */
final class Table<K> {
  /** Rows kept in memory. */
  private static final int MAX = 2_048;

  private final int fieldNumber;
  private final Function<K, byte[]> encoding;
  private final Map<K, Row> rows = new HashMap<>();
  private int batch;
  private int size;

  /** The subjects of a page are mostly treated alike: what was asked for last. */
  private K last;

  private int lastPlace;

  /**
   * @param fieldNumber of the table in a batch
   * @param encoding of a row
   */
  Table(int fieldNumber, Function<K, byte[]> encoding) {
    this.fieldNumber = fieldNumber;
    this.encoding = encoding;
  }

  /** Starts with an empty table. */
  void clear() {
    batch++;
    size = 0;
    last = null;
  }

  /**
   * @param out where the row goes, if there must be one
   * @return the place of {@code key}, from 1
   */
  int place(K key, CodedOutputStream out) throws IOException {
    if (key.equals(last)) {
      return lastPlace;
    }
    Row row = rows.get(key);
    if (row == null) {
      row = new Row(encoding.apply(key), batch - 1);
      if (rows.size() >= MAX) {
        // Some now get a second row in this batch, which is allowed.
        rows.clear();
      }
      rows.put(key, row);
    }
    if (row.batch != batch) {
      out.writeByteArray(fieldNumber, row.bytes);
      row.place = ++size;
      row.batch = batch;
    }
    last = key;
    lastPlace = row.place;
    return lastPlace;
  }

  private static final class Row {
    final byte[] bytes;
    int batch;
    int place;

    Row(byte[] bytes, int batch) {
      this.bytes = bytes;
      this.batch = batch;
    }
  }
}

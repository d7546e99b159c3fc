package io.whoread.collector.index;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows of one table of a batch: where each lies, and what was decoded of them so far. */
final class LazyRows<T> {
  interface Decoder<T> {
    T decode(ByteString bytes) throws InvalidProtocolBufferException;
  }

  private static final int[] NONE = {};

  private final ByteString bytes;
  private final Decoder<T> decoder;
  // Offset and length of each row, alternating.
  private int[] places = NONE;
  private int count;
  private Object[] decoded;

  LazyRows(ByteString bytes, Decoder<T> decoder) {
    this.bytes = bytes;
    this.decoder = decoder;
  }

  /** Notes the row whose length is read next, and goes behind it. */
  void note(CodedInputStream in) throws IOException {
    if (2 * count == places.length) {
      places = Arrays.copyOf(places, Math.max(16, 2 * places.length));
    }
    int length = in.readRawVarint32();
    places[2 * count] = in.getTotalBytesRead();
    places[2 * count + 1] = length;
    in.skipRawBytes(length);
    count++;
  }

  int size() {
    return count;
  }

  ByteString encoded(int i) {
    int offset = places[2 * i];
    return bytes.substring(offset, offset + places[2 * i + 1]);
  }

  T get(int i) {
    if (i >= count) {
      throw new IndexOutOfBoundsException(i);
    }
    try {
      return row(i);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the batch was not checked before it was taken in", e);
    }
  }

  @SuppressWarnings("unchecked")
  private T row(int i) throws InvalidProtocolBufferException {
    if (decoded == null) {
      decoded = new Object[count];
    }
    if (decoded[i] == null) {
      decoded[i] = decoder.decode(encoded(i));
    }
    return (T) decoded[i];
  }

  List<T> all() {
    List<T> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      rows.add(get(i));
    }
    return rows;
  }

  void decode() throws InvalidProtocolBufferException {
    for (int i = 0; i < count; i++) {
      row(i);
    }
  }
}

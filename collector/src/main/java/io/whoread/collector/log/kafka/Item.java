package io.whoread.collector.log.kafka;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import io.whoread.collector.log.v1.Entry;
import java.io.IOException;

/**
 * An entry and its place in the order of the log: by the stamp of its transaction, and within that
 * by partition and offset.
 *
 * @param encoded null where it is but a place
 */
record Item(long stamp, long position, ByteString encoded) implements Comparable<Item> {
  /** Before everything. */
  static final Item NONE = new Item(Long.MIN_VALUE, -1, null);

  @Override
  public int compareTo(Item other) {
    int byStamp = Long.compare(stamp, other.stamp);
    return byStamp != 0 ? byStamp : Long.compare(position, other.position);
  }

  Entry entry() {
    try {
      CodedInputStream in = encoded.newCodedInput();
      in.enableAliasing(true);
      return Entry.parseFrom(in);
    } catch (IOException e) {
      throw new IllegalStateException("the entry at position " + position + " is no Entry", e);
    }
  }

  /** How far one has come who has read this last. */
  long behind() {
    return position + 1;
  }
}

package io.whoread.collector.log.kafka;

import com.google.protobuf.ByteString;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Entry;
import java.io.IOException;

/** Walks one partition, from the brokers. */
final class PartitionCursor implements Log.Cursor {
  private final Walk walk;
  private Item current;

  PartitionCursor(Walk walk) {
    this.walk = walk;
  }

  @Override
  public boolean next() throws IOException {
    Item next = walk.next();
    current = next == null ? current : next;
    return next != null;
  }

  @Override
  public long position() {
    return current.position();
  }

  @Override
  public Entry entry() {
    return current.entry();
  }

  @Override
  public ByteString encoded() {
    return current.encoded();
  }

  @Override
  public void close() {
    walk.close();
  }
}

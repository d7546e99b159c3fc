package io.whoread.collector.log.kafka;

import com.google.protobuf.ByteString;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Entry;
import java.io.IOException;

/** Walks from the brokers for as long as it is behind, then from memory. */
final class KafkaCursor implements Log.Cursor {
  private final KafkaLog log;
  private final Recent recent;
  private Item current;
  private Walk walk;

  /**
   * @param last the entry that was read last
   */
  KafkaCursor(KafkaLog log, Recent recent, Item last) {
    this.log = log;
    this.recent = recent;
    this.current = last;
  }

  @Override
  public boolean next() throws IOException {
    while (true) {
      if (walk == null && recent.reaches(current)) {
        Item next = recent.after(current);
        if (recent.reaches(current)) {
          current = next == null ? current : next;
          return next != null;
        }
      }
      if (walk == null) {
        walk = log.walk(current);
      }
      Item next = walk.next();
      if (next != null) {
        current = next;
        return true;
      }
      walk.close();
      walk = null;
    }
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
    if (walk != null) {
      walk.close();
      walk = null;
    }
  }
}

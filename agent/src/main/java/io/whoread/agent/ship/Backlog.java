package io.whoread.agent.ship;

import io.whoread.record.v1.GapReason;
import java.io.IOException;

/** What this run has spooled and the collector does not have yet. For the sender's thread. */
final class Backlog implements Source {
  private final Spool spool;
  private final Segments segments;
  private RunReader reader;

  /** Number of the batch that was read last. */
  private long sequence;

  Backlog(Spool spool, Segments segments) {
    this.spool = spool;
    this.segments = segments;
  }

  /** Under the spool's lock: reads from a folder, once there is one. */
  void open(RunFolder folder) throws IOException {
    if (reader == null) {
      reader = new RunReader(folder, spool.faults);
    }
  }

  @Override
  public RunReader reader() {
    return reader;
  }

  /** Batches behind the one that was read last. */
  long waiting() {
    return spool.sequence() - sequence;
  }

  @Override
  public SpooledBatch next() throws IOException {
    while (reader != null) {
      int limit;
      boolean last;
      spool.lock.await();
      try {
        Segments.Content content = segments.content(reader.place.segment);
        if (content == null) {
          return null;
        }
        last = reader.place.segment == segments.current();
        limit = last ? spool.endOfBatches(reader.place.offset, content.end) : content.end;
      } finally {
        spool.lock.exit();
      }
      try {
        SpooledBatch batch = reader.read(limit);
        if (batch != null) {
          sequence = batch.sequence();
          return batch;
        }
        if (reader.place.offset < limit) {
          throw new DamagedException("a hole at " + reader.place.offset);
        }
        if (last) {
          return null;
        }
        free();
      } catch (DamagedException e) {
        spool.faults.count("ship.spool", e);
        free();
      }
    }
    return null;
  }

  /** Lets the reader's segment go; what is in it and not settled is lost. */
  private void free() throws IOException {
    int done = reader.place.segment;
    int next;
    spool.lock.await();
    try {
      Segments.Content content = segments.content(done);
      if (content.accesses > 0) {
        GapReason reason = GapReason.GAP_REASON_DAMAGED;
        spool.books.lost(content.accesses, reason);
        spool.gaps.add(reason, content.fromMs, content.toMs, content.accesses, "segment " + done);
      }
      next = segments.forget(done);
      if (done == segments.current()) {
        // Somebody took away, or damaged, the very segment that is being written.
        spool.replace();
      }
    } finally {
      spool.lock.exit();
    }
    reader.nextSegment(next);
  }

  @Override
  public void count(long acked, long refused) {
    spool.lock.await();
    try {
      spool.books.acked(acked);
      if (acked > 0) {
        spool.gaps.acked();
      }
      spool.books.lost(refused, GapReason.GAP_REASON_REFUSED);
      Segments.Content content = segments.content(reader.place.segment);
      if (content != null) {
        content.accesses -= acked + refused;
      }
    } finally {
      spool.lock.exit();
    }
  }

  /** Whether nothing is left to send. */
  boolean isSettled() {
    if (reader == null || reader.place.segment < segments.current()) {
      return false;
    }
    Segments.Content content = segments.content(reader.place.segment);
    return content == null || reader.place.offset >= content.end;
  }

  void close() throws IOException {
    if (reader != null) {
      reader.closeFile();
    }
  }
}

package io.whoread.agent.ship;

import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.GapReason;
import java.util.Arrays;

/**
 * Where the accesses of this run went. At every moment {@code produced = acked + spooled +
 * dropped}, what is on its way to the collector being spooled still. Guarded by the spool's lock; a
 * {@link #copy} is a moment's picture.
 */
final class Books {
  private long produced;
  private long acked;
  private long spooled;
  private final long[] dropped;

  Books() {
    dropped = new long[GapReason.values().length];
  }

  private Books(Books other) {
    produced = other.produced;
    acked = other.acked;
    spooled = other.spooled;
    dropped = other.dropped.clone();
  }

  Books copy() {
    return new Books(this);
  }

  void spooled() {
    produced++;
    spooled++;
  }

  /** Not even spooled. */
  void dropped(GapReason reason) {
    produced++;
    dropped[reason.getNumber()]++;
  }

  void acked(long accesses) {
    spooled -= accesses;
    acked += accesses;
  }

  /** Spooled, and lost since. */
  void lost(long accesses, GapReason reason) {
    spooled -= accesses;
    dropped[reason.getNumber()] += accesses;
  }

  long produced() {
    return produced;
  }

  long acked() {
    return acked;
  }

  long inSpool() {
    return spooled;
  }

  long dropped() {
    return Arrays.stream(dropped).sum();
  }

  long droppedFor(GapReason reason) {
    return dropped[reason.getNumber()];
  }

  void addTo(Coverage.Builder coverage) {
    coverage
        .setAccessesProduced(produced)
        .setAccessesAcked(acked)
        .setAccessesSpooled(spooled)
        .setAccessesDropped(dropped());
  }
}

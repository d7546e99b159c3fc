package io.whoread.agent.ship;

import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.GapReason;
import java.util.Arrays;

/**
 * Where the accesses of this run went. At every moment {@code produced = acked + spooled +
 * dropped}, what is on its way to the collector being spooled still. Safe for many threads; a
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

  synchronized Books copy() {
    return new Books(this);
  }

  synchronized void spooled() {
    produced++;
    spooled++;
  }

  /** Not even spooled. */
  synchronized void dropped(GapReason reason) {
    produced++;
    dropped[reason.getNumber()]++;
  }

  synchronized void acked(long accesses) {
    spooled -= accesses;
    acked += accesses;
  }

  /** Spooled, and lost since. */
  synchronized void lost(long accesses, GapReason reason) {
    spooled -= accesses;
    dropped[reason.getNumber()] += accesses;
  }

  synchronized long produced() {
    return produced;
  }

  synchronized long acked() {
    return acked;
  }

  synchronized long inSpool() {
    return spooled;
  }

  synchronized long dropped() {
    return Arrays.stream(dropped).sum();
  }

  synchronized long droppedFor(GapReason reason) {
    return dropped[reason.getNumber()];
  }

  synchronized void addTo(Coverage.Builder coverage) {
    coverage
        .setAccessesProduced(produced)
        .setAccessesAcked(acked)
        .setAccessesSpooled(spooled)
        .setAccessesDropped(dropped());
  }
}

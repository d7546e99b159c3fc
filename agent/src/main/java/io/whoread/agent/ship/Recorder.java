package io.whoread.agent.ship;

import io.whoread.record.v1.GapReason;

/**
 * Takes what was read, and keeps it so that it outlives this JVM. Safe for many threads; never
 * throws.
 */
public interface Recorder {
  /**
   * Writes an access; waits about two seconds at most for others that write, five where they pass
   * and are slow, but for as long as the disk hangs in the write itself. When this returns true, a
   * {@code kill -9} of the JVM no longer loses it. When it returns false the access was dropped,
   * counted, and a gap with its reason will be told.
   */
  boolean write(AccessDraft access);

  /** Tells of records that are lost or may be, outside of {@link #write}. */
  void gap(GapReason reason, long fromMs, long toMs, long accesses, String detail);

  /** Counts an error inside the agent, by class names only: a message could hold a value. */
  void fault(String where, Throwable error);
}

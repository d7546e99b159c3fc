package io.whoread.collector.index;

import io.whoread.collector.log.Log;
import java.io.IOException;
import java.time.Instant;

/**
 * How far the index goes, for those who ask. Told by the indexing thread, asked by any.
 *
 * <p>An index that is fed lags behind the log by a second, and one that is made again by hours. The
 * first is told from the second by two clocks: when it last held all there was, and when the newest
 * of what it holds was received. A busy log leaves it no pause, an idle one nothing new; only where
 * both are long ago is it behind.
 */
public final class Progress {
  private static final long BEHIND_MS = 10_000;

  private final Log log;
  private volatile Seen seen;

  /**
   * @param position below which all is visible
   * @param receivedMs of the entry before it; 0 where there is none
   * @param completeMs when that was all there was; 0 for not yet
   */
  private record Seen(long position, long receivedMs, long completeMs) {}

  public Progress(Log log) {
    this.log = log;
    lost();
  }

  /** The index holds what it has on disk, which is all below a position. */
  public void opened(long position) {
    seen = new Seen(position, receivedBefore(position), 0);
  }

  /** The index holds nothing that could be asked for. */
  public void lost() {
    seen = new Seen(log.start(), 0, 0);
  }

  public void visible(long position, long receivedMs) {
    seen = new Seen(position, Math.max(receivedMs, seen.receivedMs), seen.completeMs);
  }

  /** What is visible is all that there is. */
  public void complete(long nowMs) {
    seen = new Seen(seen.position, seen.receivedMs, nowMs);
  }

  public Index.Reach reach() {
    Seen now = seen;
    long ageMs = System.currentTimeMillis() - Math.max(now.receivedMs, now.completeMs);
    return new Index.Reach(
        now.receivedMs == 0 ? null : Instant.ofEpochMilli(now.receivedMs),
        now.position != log.end() && ageMs > BEHIND_MS);
  }

  private long receivedBefore(long position) {
    if (position == log.start()) {
      return 0;
    }
    try (Log.Lookup lookup = log.lookup()) {
      return lookup.at(position - 1).getReceivedMs();
    } catch (IOException e) {
      // Whoever feeds the index meets it too, and tells.
      return 0;
    }
  }
}

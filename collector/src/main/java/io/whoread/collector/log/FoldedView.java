package io.whoread.collector.log;

import io.whoread.collector.log.v1.Entry;
import java.io.IOException;

/**
 * A view that folds a few entries of the log into something small, and keeps all of that in one
 * file. Asked by many threads, fed by one.
 */
public abstract class FoldedView implements View {
  private static final long SNAPSHOT_MS = 300_000;

  /** Reading the clock for every entry would be too often. */
  private static final int ENTRIES_BETWEEN_CHECKS = 1_024;

  private final SnapshotFile file;
  private volatile long position;
  private int sinceCheck;
  private long saved;
  private long lastSave = System.currentTimeMillis();

  protected FoldedView(SnapshotFile file) {
    this.file = file;
  }

  /** Goes on from a snapshot, unless the log does not reach as far. */
  protected final boolean goOnFrom(long snapshot, Log log) {
    if (!log.holds(snapshot)) {
      return false;
    }
    position = snapshot;
    saved = snapshot;
    return true;
  }

  /** Takes in an entry. */
  protected abstract void fold(Entry entry);

  /** A snapshot as of a position. */
  protected abstract byte[] snapshot(long at);

  @Override
  public final long position() {
    return position;
  }

  @Override
  public final void apply(long at, Entry entry) throws IOException {
    fold(entry);
    position = at + 1;
    if (++sinceCheck == ENTRIES_BETWEEN_CHECKS) {
      sinceCheck = 0;
      saveInTime();
    }
  }

  /** Takes in all that the log holds: for a collector that does not run. */
  public final void catchUp(Log log) throws IOException {
    try (Log.Cursor cursor = log.read(position)) {
      while (cursor.next()) {
        apply(cursor.position(), cursor.entry());
      }
    }
  }

  @Override
  public final void idle() throws IOException {
    saveInTime();
  }

  private void saveInTime() throws IOException {
    long now = System.currentTimeMillis();
    if (now - lastSave >= SNAPSHOT_MS) {
      save();
      lastSave = now;
    }
  }

  private void save() throws IOException {
    if (saved != position) {
      file.write(snapshot(position));
      saved = position;
    }
  }

  @Override
  public final void close() throws IOException {
    save();
  }
}

package io.whoread.collector.log;

import io.whoread.collector.log.v1.Entry;
import java.io.IOException;

/** Jumps from segment to segment; neighbours are found without a jump. */
final class LocalLookup implements Log.Lookup {
  private final LocalLog log;
  private LocalCursor cursor;

  LocalLookup(LocalLog log) {
    this.log = log;
  }

  @Override
  public Entry at(long position) throws IOException {
    if (cursor == null) {
      cursor = log.open(position);
    } else if (cursor.position() + 1 != position) {
      cursor.seek(position);
    }
    if (!cursor.next()) {
      throw new IllegalArgumentException("no entry lies at position " + position);
    }
    return cursor.entry();
  }

  @Override
  public void close() throws IOException {
    if (cursor != null) {
      cursor.close();
    }
  }
}

package io.whoread.collector.trace;

import io.whoread.collector.index.AccessRow;
import java.util.Comparator;

/** How accesses of the trail are named and ordered. */
final class Trails {
  static final Comparator<AccessRow.Cursor> IN_TIME =
      Comparator.comparingLong(AccessRow.Cursor::atMs)
          .thenComparingLong(AccessRow.Cursor::position)
          .thenComparingInt(AccessRow.Cursor::ordinal);

  private Trails() {}

  /** As addresses of the console name an access. */
  static String id(AccessRow access) {
    AccessRow.Cursor cursor = access.cursor();
    return cursor.atMs() + "." + cursor.position() + "." + cursor.ordinal();
  }
}

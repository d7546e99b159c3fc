package io.whoread.collector.index.elastic;

import io.whoread.collector.log.Log;
import io.whoread.collector.log.Sha256;
import io.whoread.collector.log.v1.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * By what a log is known again: an entry of it, and where that stands.
 *
 * @param print a hash of what every version reads of the entry alike
 */
record LogMark(long position, String print) {
  static LogMark of(long position, Entry entry) {
    byte[] numbers =
        ByteBuffer.allocate(12)
            .putLong(entry.getReceivedMs())
            .putInt(entry.getContentCase().getNumber())
            .array();
    byte[] hash =
        Sha256.of(
            numbers,
            entry.getService().getBytes(StandardCharsets.UTF_8),
            entry.getBatch().toByteArray());
    return new LogMark(position, HexFormat.of().formatHex(hash, 0, 16));
  }

  /** The one of a position, or of the first entry; null where the log has no entry there. */
  static LogMark at(long position, Log log) throws IOException {
    if (position == log.start()) {
      try (Log.Cursor cursor = log.read(position)) {
        return cursor.next() ? of(position, cursor.entry()) : null;
      }
    }
    if (!log.holds(position) || !log.holds(position + 1)) {
      return null;
    }
    try (Log.Lookup lookup = log.lookup()) {
      return of(position, lookup.at(position));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether the log has this entry there, and no other. */
  boolean isIn(Log log) throws IOException {
    return equals(at(position, log));
  }

  /** Whether the log has another entry there. */
  boolean isOtherIn(Log log) throws IOException {
    LogMark there = at(position, log);
    return there != null && !there.equals(this);
  }
}

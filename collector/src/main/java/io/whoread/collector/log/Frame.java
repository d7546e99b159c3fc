package io.whoread.collector.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * How an entry lies in a segment, all numbers big-endian:
 *
 * <pre>
 *   u32 length    of the payload in bytes, from 1
 *   u32 group     offset in the segment of the first frame of the group that this one was written with
 *   u32 CRC32C    over the two numbers above and the payload
 *   payload       the encoded Entry
 * </pre>
 *
 * <p>{@code group} is what tells a torn tail from damage. A group is written, then flushed, and
 * only then is the next one begun; so a whole frame whose group starts behind a broken one proves
 * that the broken one was once safely on disk.
 */
final class Frame {
  static final int HEADER = 12;

  private Frame() {}

  /** Puts a frame around the payload that already lies {@link #HEADER} bytes behind {@code at}. */
  static void seal(ByteBuffer buffer, int at, int length, int group) {
    buffer.putInt(at, length).putInt(at + 4, group);
    buffer.putInt(at + 8, checksum(buffer, at, length));
  }

  /**
   * Length of the payload of the frame at {@code at}, or -1 where no whole frame with a right
   * checksum lies there before the buffer's limit.
   */
  static int length(ByteBuffer buffer, int at) {
    int left = buffer.limit() - at - HEADER;
    if (left <= 0) {
      return -1;
    }
    int length = buffer.getInt(at);
    if (length < 1
        || length > Log.MAX_ENTRY_BYTES
        || length > left
        || buffer.getInt(at + 8) != checksum(buffer, at, length)) {
      return -1;
    }
    return length;
  }

  static int group(ByteBuffer buffer, int at) {
    return buffer.getInt(at + 4);
  }

  private static int checksum(ByteBuffer buffer, int at, int length) {
    CRC32C crc = new CRC32C();
    crc.update(buffer.slice(at, 8));
    crc.update(buffer.slice(at + HEADER, length));
    return (int) crc.getValue();
  }
}

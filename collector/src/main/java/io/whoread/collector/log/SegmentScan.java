package io.whoread.collector.log;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;

/**
 * Reads a segment from end to end at the start of the collector, checks every frame, and decides
 * what a broken one means.
 *
 * <p>A crash may leave behind any part of the one group that was being written: nothing in it was
 * acknowledged, and it is cut off. A broken frame is damage, and stops the start, where a whole
 * frame of a later group lies behind it, or more bytes than one group can have.
 */
final class SegmentScan {
  private final Segment segment;

  SegmentScan(Segment segment) {
    this.segment = segment;
  }

  /**
   * Notes every whole frame.
   *
   * @return the offset behind the last whole frame
   */
  int run() throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(segment.file().toFile(), "r")) {
      ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
      int length = (int) in.length();
      int start = Segment.HEADER;
      long count = 0;
      while (start < length) {
        fill(in, buffer, start);
        int at = 0;
        for (int payload; (payload = Frame.length(buffer, at)) > 0; count++) {
          segment.note(count, start + at);
          at += Frame.HEADER + payload;
        }
        start += at;
        segment.publish(count, start);
        if (at == 0) {
          refuseDamage(in, start, length);
          break;
        }
      }
      return start;
    }
  }

  private void refuseDamage(RandomAccessFile in, int broken, int length) throws IOException {
    if (length - broken > LocalLog.MAX_GROUP_BYTES) {
      throw new LogCorruptedException(
          segment.file(), broken, (length - broken) + " bytes follow, more than a crash leaves");
    }
    ByteBuffer tail = ByteBuffer.allocate(length - broken);
    fill(in, tail, broken);
    int at = 1;
    while (at < tail.limit()) {
      int payload = Frame.length(tail, at);
      if (payload < 0) {
        at++;
      } else if (Frame.group(tail, at) > broken) {
        throw new LogCorruptedException(
            segment.file(), broken, "a whole frame that was written later follows");
      } else {
        at += Frame.HEADER + payload;
      }
    }
  }

  private static void fill(RandomAccessFile in, ByteBuffer buffer, int from) throws IOException {
    in.seek(from);
    int n = 0;
    for (int got;
        n < buffer.capacity() && (got = in.read(buffer.array(), n, buffer.capacity() - n)) > 0; ) {
      n += got;
    }
    buffer.limit(n).position(0);
  }
}

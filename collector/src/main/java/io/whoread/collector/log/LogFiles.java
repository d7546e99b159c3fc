package io.whoread.collector.log;

import io.whoread.collector.log.v1.Entry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads the local log's segments from beside the process that writes them: takes no lock, writes
 * nothing, and holds no more than a stretch of one segment.
 */
public final class LogFiles {
  private static final int CHUNK = 1 << 20;

  private LogFiles() {}

  /** Takes entries, one by one. */
  @FunctionalInterface
  public interface Reader {
    /**
     * @param position of the entry
     */
    void accept(long position, Entry entry) throws IOException;
  }

  /**
   * Reads from the beginning.
   *
   * @param dir of the log
   * @param until position to end before; {@link Long#MAX_VALUE} for all that is there by then
   * @return the position behind the last entry that was read
   * @throws LogCorruptedException where a segment is damaged
   */
  public static long read(Path dir, long until, Reader reader) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(dir)) {
      files = all.filter(Segment::is).sorted().toList();
    }
    long position = 0;
    for (int i = 0; i < files.size() && position < until; i++) {
      boolean last = i == files.size() - 1;
      Segment segment = Segment.openHeader(files.get(i));
      if (segment.base() != position) {
        throw new LogCorruptedException(
            segment.file(), 0, "it does not begin where the one before ends, at " + position);
      }
      position = read(segment, last, until, reader);
    }
    return position;
  }

  private static long read(Segment segment, boolean last, long until, Reader reader)
      throws IOException {
    long position = segment.base();
    try (RandomAccessFile in = new RandomAccessFile(segment.file().toFile(), "r")) {
      ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
      int start = Segment.HEADER;
      while (position < until) {
        fill(in, buffer, start);
        int at = 0;
        for (int length;
            position < until && (length = Frame.length(buffer, at)) > 0;
            at += Frame.HEADER + length) {
          byte[] payload = new byte[length];
          buffer.get(at + Frame.HEADER, payload);
          reader.accept(position++, Entry.parseFrom(payload));
        }
        start += at;
        if (at == 0) {
          // Of the last segment, the end may be written just now.
          if (in.length() - start > (last ? LocalLog.MAX_GROUP_BYTES : 0)) {
            throw new LogCorruptedException(
                segment.file(), start, "a frame is cut off or its checksum is wrong");
          }
          break;
        }
      }
    }
    return position;
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

package io.whoread.collector.log;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import io.whoread.collector.log.v1.Entry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.util.function.LongFunction;

/**
 * Reads segments, mostly from the page cache. A {@link RandomAccessFile} rather than a channel: an
 * interrupt of the reading thread closes a channel under it.
 */
final class LocalCursor implements Log.Cursor {
  // Read ahead when walking; after a jump, what surely holds the entry jumped to.
  private static final int CHUNK = 256 * 1024;
  private static final int JUMP = Segment.SPACING + 2 * Log.MAX_ENTRY_BYTES;

  private final LongFunction<Segment> segmentAt;
  private final long[] found = new long[1];
  private Segment segment;
  private RandomAccessFile file;
  private long position;
  // A stretch of the segment, and where in it the next frame begins.
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int bufferStart;
  private int next;
  private boolean jumped;
  private int entryStart;
  private ByteString payload;

  /**
   * @param segmentAt the segment that holds, or will hold, a position
   */
  LocalCursor(LongFunction<Segment> segmentAt, long from) throws IOException {
    this.segmentAt = segmentAt;
    seek(from);
  }

  /**
   * Makes the entry at a position the next one.
   *
   * @param from from {@link Log#start()} to {@link Log#end()}
   */
  void seek(long from) throws IOException {
    enter(segmentAt.apply(from));
    int offset = segment.seek(from, found);
    int inBuffer = offset - bufferStart;
    if (inBuffer < 0 || inBuffer > buffer.limit()) {
      bufferStart = offset;
      buffer.limit(0);
      inBuffer = 0;
      jumped = true;
    }
    next = inBuffer;
    for (position = found[0] - 1; position < from - 1; position++) {
      // First, and apart: it may move the buffer, and with it `next`.
      int length = frame();
      next += Frame.HEADER + length;
    }
  }

  private void enter(Segment now) throws IOException {
    if (now == segment) {
      return;
    }
    close();
    segment = now;
    file = new RandomAccessFile(now.file().toFile(), "r");
    bufferStart = Segment.HEADER;
    buffer.limit(0);
    next = 0;
  }

  @Override
  public boolean next() throws IOException {
    if (position + 1 >= segment.end()) {
      Segment following = segmentAt.apply(position + 1);
      if (following == segment || position + 1 >= following.end()) {
        return false;
      }
      enter(following);
    }
    int length = frame();
    // A copy of its own: the entry refers to it, and may be kept.
    byte[] bytes = new byte[length];
    buffer.get(next + Frame.HEADER, bytes);
    payload = UnsafeByteOperations.unsafeWrap(bytes);
    entryStart = bufferStart + next;
    next += Frame.HEADER + length;
    position++;
    return true;
  }

  /** Length of the payload of the frame at {@code next}, which is brought into the buffer. */
  private int frame() throws IOException {
    int length = Frame.length(buffer, next);
    if (length < 0) {
      fill();
      length = Frame.length(buffer, next);
    }
    if (length < 0) {
      throw new LogCorruptedException(
          segment.file(), bufferStart + next, "a frame is cut off or its checksum is wrong");
    }
    return length;
  }

  private void fill() throws IOException {
    if (buffer.capacity() == 0) {
      buffer = ByteBuffer.allocate(CHUNK);
    }
    bufferStart += next;
    next = 0;
    int wanted = Math.max(0, Math.min(jumped ? JUMP : CHUNK, segment.size() - bufferStart));
    jumped = false;
    file.seek(bufferStart);
    int n = 0;
    for (int got; n < wanted && (got = file.read(buffer.array(), n, wanted - n)) > 0; ) {
      n += got;
    }
    buffer.limit(n);
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public Entry entry() {
    try {
      CodedInputStream in = payload.newCodedInput();
      in.enableAliasing(true);
      return Entry.parseFrom(in);
    } catch (IOException e) {
      throw new IllegalStateException("the entry at position " + position + " is no Entry", e);
    }
  }

  @Override
  public String place() {
    return segment.file() + ", offset " + entryStart;
  }

  @Override
  public ByteString encoded() {
    return payload;
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
      file = null;
      segment = null;
    }
  }
}

package io.whoread.agent.ship;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.TreeMap;

/**
 * The segments of this run: the one that is written, those behind it that are not settled, and one
 * made ahead. Guarded by the spool's lock, but for {@link #prepareSpare}.
 */
final class Segments {
  private static final int MAX_SIZE = 1 << 20;

  private final File parent;
  private final String run;
  private final Opening opening;
  private final int size;
  private final long maxBytes;
  private final TreeMap<Integer, Content> contents = new TreeMap<>();
  private RunFolder folder;
  private RandomAccessFile file;
  private int current;
  private int position;
  private volatile boolean spare;
  private long othersBytes;

  /** Opens a segment for writing. */
  interface Opening {
    RandomAccessFile open(File segment) throws IOException;
  }

  /** What is in a segment. */
  static final class Content {
    /** Behind the last frame. */
    int end = Frames.MAGIC.length;

    /** Neither acked nor given up. */
    long accesses;

    long fromMs = Long.MAX_VALUE;
    long toMs = Long.MIN_VALUE;
  }

  /**
   * @param parent the service's folder
   * @param maxBytes for segments, at least 7 times what a batch takes
   */
  Segments(File parent, String run, long maxBytes, Opening opening) {
    this.opening = opening;
    this.parent = parent;
    this.run = run;
    this.maxBytes = maxBytes;
    size = (int) Math.min(MAX_SIZE, maxBytes / 7 & ~4095);
  }

  /** Makes the folder where there is none, or none any more. */
  RunFolder folder() throws IOException {
    if (folder == null) {
      folder = RunFolder.create(parent, run);
    } else if (!folder.isHeld()) {
      spare = false;
      folder.restore();
    }
    return folder;
  }

  boolean isOpen() {
    return file != null;
  }

  /** Bytes that the payload of a frame may have. */
  int room() {
    return size - position - Frames.HEADER;
  }

  /** Number of the segment that is written. */
  int current() {
    return current;
  }

  /** Where the next frame goes. */
  int position() {
    return position;
  }

  /** Null where there is no such segment, or it was freed. */
  Content content(int number) {
    return contents.get(number);
  }

  void append(byte[] frame, int length, long atMs, boolean access) throws IOException {
    file.write(frame, 0, length);
    position += length;
    Content content = contents.get(current);
    content.end = position;
    content.fromMs = Math.min(content.fromMs, atMs);
    content.toMs = Math.max(content.toMs, atMs);
    content.accesses += access ? 1 : 0;
  }

  /** Whether the spool may not grow by another segment. */
  boolean isFull() {
    return (contents.size() + 1L) * size + othersBytes > maxBytes;
  }

  /**
   * What else may be there so that there is room for a segment that is made ahead and one more, as
   * this is looked at only now and then.
   */
  long roomForOthers() {
    return maxBytes - (contents.size() + 2L) * size;
  }

  /** What else counts towards the most that may be on disk. */
  void others(long bytes) {
    othersBytes = bytes;
  }

  /** Goes on in a fresh segment. */
  void roll() throws IOException {
    close();
    // It may have been left, or taken away.
    folder();
    if (spare) {
      spare = false;
      folder.use(RunFolder.SPARE, current + 1);
    } else {
      folder.prepare(RunFolder.FRESH, size);
      folder.use(RunFolder.FRESH, current + 1);
    }
    file = opening.open(folder.segment(current + 1));
    file.seek(Frames.MAGIC.length);
    current++;
    position = Frames.MAGIC.length;
    contents.put(current, new Content());
  }

  boolean wantsSpare() {
    return !spare && position > size / 2 && !isFull();
  }

  /** Makes a segment ahead: without the lock, as a writer that cannot wait makes one of its own. */
  void prepareSpare() throws IOException {
    folder.prepare(RunFolder.SPARE, size);
    spare = true;
  }

  /**
   * Counts a segment no more.
   *
   * @return the number of that which follows
   */
  int forget(int number) {
    contents.remove(number);
    return contents.isEmpty() ? current + 1 : contents.firstKey();
  }

  void close() throws IOException {
    if (file != null) {
      RandomAccessFile closing = file;
      file = null;
      closing.close();
    }
  }

  /** Takes the folder away, until the next segment. */
  void leave() throws IOException {
    close();
    spare = false;
    if (folder != null) {
      folder.delete();
    }
  }

  /** Lets others take over what is left. */
  void release(boolean settled) throws IOException {
    close();
    if (folder != null) {
      if (settled) {
        folder.delete();
      } else {
        folder.release();
      }
    }
  }
}

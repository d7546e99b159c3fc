package io.whoread.collector.log;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A stretch of the log in one file: a header, then frames to the end of the file. Beside it, once
 * no more is appended, lies a small file that spares reading the whole segment at the next start;
 * it can be lost without harm.
 *
 * <p>Where each frame begins is known only for one in about 32 KB: enough to find any entry with
 * one read. Offsets fit an int. The writer alone changes a segment; readers see what {@link
 * #publish} told.
 */
final class Segment {
  static final int HEADER = 24;

  private static final long MAGIC = 0x77686f7265616401L; // "whoread", format 1
  static final int SPACING = 32 * 1024;
  private static final String SUFFIX = ".log";

  private final Path file;
  private final long base;

  // Where some frames begin: positions relative to base, and offsets; both ascending.
  private volatile Marks marks;
  private int marked;
  private volatile long count;
  private volatile int size;

  private record Marks(int[] positions, int[] offsets, int count) {}

  private Segment(Path file, long base) {
    this.file = file;
    this.base = base;
    this.size = HEADER;
    this.marked = -SPACING;
    this.marks = new Marks(new int[16], new int[16], 0);
  }

  static boolean is(Path file) {
    return file.getFileName().toString().matches("\\d{19}\\.log");
  }

  /** Where the segment that begins at a position lies. */
  static Path file(Path dir, long base) {
    return dir.resolve(String.format("%019d%s", base, SUFFIX));
  }

  /** Makes the file of an empty segment; it appears whole or not at all. */
  static Segment create(Path dir, long base) throws IOException {
    Segment segment = new Segment(file(dir, base), base);
    DurableFile.replace(segment.file, ByteBuffer.wrap(header(base)));
    return segment;
  }

  /** Opens a segment behind which another begins: it must be whole. */
  static Segment openSealed(Path file, long next) throws IOException {
    Segment segment = openHeader(file);
    if (!segment.loadMarks() || segment.size != Files.size(file)) {
      int known = segment.size;
      segment.clear();
      int end = new SegmentScan(segment).run();
      if (end != Files.size(file) || end < known) {
        throw new LogCorruptedException(file, end, "a frame is cut off or its checksum is wrong");
      }
      segment.saveMarks();
    }
    if (segment.end() != next) {
      throw new LogCorruptedException(
          file,
          segment.size,
          "it ends at position " + segment.end() + ", the next begins at " + next);
    }
    return segment;
  }

  /** Opens the last segment, and finds how far it is whole. */
  static Segment openLast(Path file) throws IOException {
    Segment segment = openHeader(file);
    int known = segment.loadMarks() ? segment.size : HEADER;
    segment.clear();
    int end = new SegmentScan(segment).run();
    if (end < known) {
      throw new LogCorruptedException(file, end, "a frame is cut off or its checksum is wrong");
    }
    return segment;
  }

  /** Knows nothing yet of what the segment holds. */
  static Segment openHeader(Path file) throws IOException {
    long base = Long.parseLong(file.getFileName().toString().substring(0, 19));
    byte[] header = new byte[HEADER];
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      if (in.length() > Integer.MAX_VALUE) {
        throw new LogCorruptedException(file, Integer.MAX_VALUE, "longer than any segment");
      }
      if (in.length() < HEADER) {
        throw new LogCorruptedException(file, in.length(), "its header is cut off");
      }
      in.readFully(header);
    }
    if (!Arrays.equals(header, header(base))) {
      throw new LogCorruptedException(file, 0, "its header is not that of a segment of this name");
    }
    return new Segment(file, base);
  }

  private static byte[] header(long base) {
    ByteBuffer header = ByteBuffer.allocate(HEADER).putLong(MAGIC).putLong(base);
    CRC32C crc = new CRC32C();
    crc.update(header.array(), 0, 16);
    return header.putLong(crc.getValue()).array();
  }

  Path file() {
    return file;
  }

  long base() {
    return base;
  }

  /** The position behind the last entry that was published. */
  long end() {
    return base + count;
  }

  /** Bytes up to the end of the last entry that was published. */
  int size() {
    return size;
  }

  /** Notes where the entry behind those noted so far begins; readers see it after publish. */
  void note(long relative, int offset) {
    if (offset - marked < SPACING) {
      return;
    }
    marked = offset;
    Marks now = marks;
    int n = now.count;
    int[] positions =
        n < now.positions.length ? now.positions : Arrays.copyOf(now.positions, 2 * n);
    int[] offsets = n < now.offsets.length ? now.offsets : Arrays.copyOf(now.offsets, 2 * n);
    positions[n] = (int) relative;
    offsets[n] = offset;
    marks = new Marks(positions, offsets, n + 1);
  }

  void publish(long entries, int bytes) {
    size = bytes;
    count = entries;
  }

  /** A place at or before a position: the returned offset, and its position through the array. */
  int seek(long position, long[] found) {
    Marks now = marks;
    int i = Arrays.binarySearch(now.positions, 0, now.count, (int) (position - base));
    i = i >= 0 ? i : -i - 2;
    if (i < 0) {
      found[0] = base;
      return HEADER;
    }
    found[0] = base + now.positions[i];
    return now.offsets[i];
  }

  private void clear() {
    marks = new Marks(new int[16], new int[16], 0);
    marked = -SPACING;
    publish(0, HEADER);
  }

  private Path marksFile() {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.length() - SUFFIX.length()) + ".marks");
  }

  /** Keeps what is known of this segment; what it covers is on disk. */
  void saveMarks() throws IOException {
    Marks now = marks;
    ByteBuffer out = ByteBuffer.allocate(28 + 8 * now.count);
    out.putLong(MAGIC).putLong(count).putInt(size).putInt(now.count);
    for (int i = 0; i < now.count; i++) {
      out.putInt(now.positions[i]).putInt(now.offsets[i]);
    }
    CRC32C crc = new CRC32C();
    crc.update(out.array(), 0, out.position());
    out.putInt((int) crc.getValue()).flip();
    DurableFile.replace(marksFile(), out);
  }

  private boolean loadMarks() throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(marksFile());
    } catch (NoSuchFileException e) {
      return false;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length < 28) {
      return false;
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - 4);
    if (in.getInt(bytes.length - 4) != (int) crc.getValue() || in.getLong() != MAGIC) {
      return false;
    }
    long entries = in.getLong();
    int end = in.getInt();
    int n = in.getInt();
    int[] positions = new int[Math.max(16, n)];
    int[] offsets = new int[Math.max(16, n)];
    for (int i = 0; i < n; i++) {
      positions[i] = in.getInt();
      offsets[i] = in.getInt();
    }
    marks = new Marks(positions, offsets, n);
    publish(entries, end);
    return true;
  }

  /**
   * Cuts off what follows the last whole frame, and has all before it on disk: after a kill it may
   * be in the operating system's cache alone, and from now on it counts as kept.
   */
  void settle() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
      channel.force(true);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}

package io.whoread.collector.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Where a view that lives in memory keeps what it has made of the log: one file, replaced as a
 * whole. What is missing, damaged or of another version counts as none: the view is made again from
 * the log.
 */
public final class SnapshotFile {
  private static final int MAGIC = 0x77720001;
  private static final int HEADER = 16;

  private final Path file;
  private final int version;

  /**
   * @param version of the content: to be raised when its meaning changes
   */
  public SnapshotFile(Path file, int version) {
    this.file = file;
    this.version = version;
  }

  /** What was written last; null where there is nothing of use. */
  public byte[] read() throws IOException {
    ByteBuffer in;
    try {
      in = ByteBuffer.wrap(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return null;
    }
    if (in.limit() < HEADER || in.getInt() != MAGIC || in.getInt() != version) {
      return null;
    }
    long sum = in.getLong();
    byte[] content = new byte[in.remaining()];
    in.get(content);
    return sum == checksum(content) ? content : null;
  }

  public void write(byte[] content) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    ByteBuffer out = ByteBuffer.allocate(HEADER + content.length);
    out.putInt(MAGIC).putInt(version).putLong(checksum(content)).put(content).flip();
    DurableFile.replace(file, out);
  }

  private static long checksum(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content);
    return crc.getValue();
  }
}

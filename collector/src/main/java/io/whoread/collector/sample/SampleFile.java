package io.whoread.collector.sample;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Rows of one width, to which others are added. What is behind the last commit is cut off. */
final class SampleFile implements Closeable {
  private static final int WIDTH = SampledReads.WIDTH;

  private final Path path;
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(WIDTH << 10);
  private final CRC32C crc = new CRC32C();
  private long rows;
  private boolean forced = true;

  private SampleFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  static SampleFile create(Path path) throws IOException {
    return new SampleFile(
        path,
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE));
  }

  /**
   * Goes on behind so many rows.
   *
   * @throws IOException where these are not the rows that were written
   */
  static SampleFile open(Path path, long rows, int checksum) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      SampleFile file = new SampleFile(path, channel);
      file.take(rows);
      if (file.checksum() != checksum) {
        throw new IOException(path + ": not the rows that were written");
      }
      channel.truncate(rows * WIDTH);
      channel.position(rows * WIDTH);
      return file;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private void take(long wanted) throws IOException {
    try (SampledReads all = new SampledReads(opened(path), wanted, 0)) {
      while (all.next()) {
        crc.update(all.row());
      }
    }
    rows = wanted;
  }

  private static FileChannel opened(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.READ);
  }

  Path path() {
    return path;
  }

  long rows() {
    return rows;
  }

  /** Of all that was added and flushed. */
  int checksum() {
    return (int) crc.getValue();
  }

  /**
   * Adds a row.
   *
   * @return what takes it, from its position on; all of it must be filled
   */
  ByteBuffer add() throws IOException {
    if (!buffer.hasRemaining()) {
      flush();
    }
    rows++;
    return buffer;
  }

  void flush() throws IOException {
    if (buffer.position() == 0) {
      return;
    }
    buffer.flip();
    crc.update(buffer);
    buffer.rewind();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
    forced = false;
  }

  /** Makes it durable. */
  void force() throws IOException {
    flush();
    if (!forced) {
      channel.force(false);
      forced = true;
    }
  }

  /** All rows that were added so far; stays readable whatever becomes of the file. */
  SampledReads read(int halvings) throws IOException {
    flush();
    return new SampledReads(opened(path), rows, halvings);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

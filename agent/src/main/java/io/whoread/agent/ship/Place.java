package io.whoread.agent.ship;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * How far a run is settled, kept in a small file of the run's folder. What was settled and could
 * not be noted is sent once more, and the collector knows it by run and sequence.
 */
final class Place {
  private static final int BYTES = 5 * 4;

  int segment;
  int offset;

  /**
   * Of the batch at this place, where it was too large for the way to the collector and goes in
   * pieces: accesses already settled, accesses in the next piece (0: the batch goes whole), and
   * pieces posted.
   */
  int settled;

  int piece;
  int pieces;

  /** Moves behind a batch, or to another segment. */
  void move(int segment, int offset) {
    this.segment = segment;
    this.offset = offset;
    settled = 0;
    piece = 0;
    pieces = 0;
  }

  /** Reads the file; stays where it is when there is none, or none that is whole. */
  void read(File file) throws IOException {
    if (file.length() != BYTES + 4) {
      return;
    }
    byte[] bytes = new byte[BYTES + 4];
    try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
      in.readFully(bytes);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (buffer.getInt(BYTES) == checksum(bytes)) {
      segment = buffer.getInt();
      offset = buffer.getInt();
      settled = buffer.getInt();
      piece = buffer.getInt();
      pieces = buffer.getInt();
    }
  }

  void write(File file) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BYTES + 4);
    buffer.putInt(segment).putInt(offset).putInt(settled).putInt(piece).putInt(pieces);
    buffer.putInt(checksum(buffer.array()));
    try (RandomAccessFile out = new RandomAccessFile(file, "rw")) {
      out.write(buffer.array());
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, BYTES);
    return (int) crc.getValue();
  }
}

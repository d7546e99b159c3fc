package io.whoread.agent.ship;

import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Gap;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32;

/**
 * The gaps that a run could not tell yet, kept in a small file of its folder: else a process that
 * ends while its spool is full would take with it that anything was dropped.
 *
 * <p>The file has its size from the beginning, so that it can be written also when the disk is
 * full, and two halves that are written in turn: when the process dies in a write, the other half
 * stands. A half holds a checksum, a number that grows, a length, and a batch of nothing but gaps.
 */
final class KeptGaps {
  private static final int HALF = 8 << 10;
  private static final int HEAD = 3 * 4;

  /** Bytes that the gaps may take. */
  static final int ROOM = HALF - HEAD;

  /** Whoever finds another one writing leaves it to that one: the disk may hang. */
  private final ReentrantLock writing = new ReentrantLock();

  private final File folder;
  private final File file;
  private final Faults faults;
  private byte[] kept = {};
  private int number;

  /**
   * @param folder of the run, which may not be there yet
   */
  KeptGaps(File folder, Faults faults) {
    this.folder = folder;
    this.faults = faults;
    file = new File(folder, RunFolder.GAPS);
  }

  /** Writes what is pending, where that is not what the file says already. */
  void keep(PendingGaps pending) {
    if (!folder.isDirectory() || !writing.tryLock()) {
      return;
    }
    try {
      byte[] gaps = pending.encode(ROOM);
      boolean fresh = file.length() < 2 * HALF;
      if (fresh || !Arrays.equals(gaps, kept)) {
        write(gaps, fresh);
      }
    } catch (IOException e) {
      faults.count("ship.gaps", e);
    } finally {
      writing.unlock();
    }
  }

  private void write(byte[] gaps, boolean fresh) throws IOException {
    ByteBuffer half = ByteBuffer.allocate(HALF);
    half.putInt(0).putInt(++number).putInt(gaps.length).put(gaps);
    half.putInt(0, checksum(half.array(), 0));
    try (RandomAccessFile out = new RandomAccessFile(file, "rw")) {
      if (fresh) {
        out.write(new byte[2 * HALF]);
      }
      out.seek((number & 1) * HALF);
      out.write(half.array());
    }
    kept = gaps;
  }

  /**
   * What a dead run kept.
   *
   * @throws IOException where there is something that cannot be read
   */
  static List<Gap> read(File file) throws IOException {
    byte[] bytes = new byte[2 * HALF];
    if (file.exists()) {
      try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
        in.readFully(bytes, 0, (int) Math.min(bytes.length, in.length()));
      }
    }
    ByteBuffer all = ByteBuffer.wrap(bytes);
    int newest = -1;
    for (int half = 0; half < bytes.length; half += HALF) {
      boolean whole = all.getInt(half) == checksum(bytes, half) && all.getInt(half + 4) > 0;
      if (whole && (newest < 0 || all.getInt(half + 4) > all.getInt(newest + 4))) {
        newest = half;
      }
    }
    if (newest >= 0) {
      all.position(newest + HEAD);
      all.limit(newest + HEAD + all.getInt(newest + 8));
      return Batch.parseFrom(all).getGapsList();
    }
    if (!Arrays.equals(bytes, new byte[bytes.length])) {
      throw new DamagedException("neither half is whole: " + file);
    }
    return Batch.getDefaultInstance().getGapsList();
  }

  private static int checksum(byte[] bytes, int half) {
    CRC32 crc = new CRC32();
    crc.update(bytes, half + 4, HALF - 4);
    return (int) crc.getValue();
  }
}

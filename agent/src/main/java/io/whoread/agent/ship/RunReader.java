package io.whoread.agent.ship;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Arrays;

/** Reads the batches of one run in order, and frees what is settled. For the sender's thread. */
final class RunReader {
  /** Attempts to read a segment before it is taken for damaged. */
  private static final int MAX_FAILURES = 10;

  final RunFolder folder;
  final Place place = new Place();
  private final Faults faults;
  private final File placeFile;
  private RandomAccessFile file;

  /** Of the segment that is open. */
  private File segment;

  private int failures;

  RunReader(RunFolder folder, Faults faults) throws IOException {
    this.folder = folder;
    this.faults = faults;
    placeFile = folder.file("acked");
    place.move(1, Frames.MAGIC.length);
    place.read(placeFile);
  }

  /**
   * The batch at the present place.
   *
   * @param limit where reading ends in the present segment
   * @return null where the segment holds no further batch
   * @throws DamagedException where the rest of the segment must be given up
   */
  SpooledBatch read(int limit) throws IOException {
    try {
      SpooledBatch batch = open(limit);
      failures = 0;
      return batch;
    } catch (DamagedException e) {
      throw e;
    } catch (IOException e) {
      closeFile();
      File segment = folder.segment(place.segment);
      if (!segment.exists()) {
        throw new DamagedException("gone: " + segment);
      }
      if (++failures >= MAX_FAILURES) {
        failures = 0;
        throw new DamagedException("cannot read " + segment + ": " + e.getClass().getName());
      }
      throw e;
    }
  }

  private SpooledBatch open(int limit) throws IOException {
    if (limit <= place.offset) {
      return null;
    }
    if (file == null) {
      segment = folder.segment(place.segment);
      file = new RandomAccessFile(segment, "r");
      byte[] magic = new byte[Frames.MAGIC.length];
      try {
        file.readFully(magic);
      } catch (EOFException e) {
        throw new DamagedException("too short: " + segment);
      }
      if (!Arrays.equals(magic, Frames.MAGIC)) {
        throw new DamagedException("no segment of this version");
      }
    } else if (!segment.exists()) {
      throw new DamagedException("deleted: " + segment);
    }
    byte[] bytes = new byte[Math.min(limit - place.offset, Frames.MAX_BATCH + Frames.HEADER)];
    file.seek(place.offset);
    int length = 0;
    for (int n; length < bytes.length; length += n) {
      n = file.read(bytes, length, bytes.length - length);
      if (n < 0) {
        break;
      }
    }
    return SpooledBatch.at(bytes, 0, length, place.offset);
  }

  /** Whether behind the present place there is nothing but zeros, as segments are filled with. */
  boolean isEmptyBehind() throws IOException {
    return isEmptyFrom(place.offset);
  }

  /**
   * Whether what stands at the present place is the last thing in its segment, and so may be what
   * was being written when the process died.
   */
  boolean isTornTail() throws IOException {
    byte[] header = new byte[Frames.HEADER];
    try (RandomAccessFile in = new RandomAccessFile(folder.segment(place.segment), "r")) {
      in.seek(place.offset);
      in.readFully(header);
    }
    int length = Frames.length(Frames.word(header, 0, header.length));
    return length <= BatchEncoder.MAX_BYTES && isEmptyFrom(place.offset + Frames.HEADER + length);
  }

  private boolean isEmptyFrom(int offset) throws IOException {
    byte[] bytes = new byte[64 << 10];
    try (RandomAccessFile in = new RandomAccessFile(folder.segment(place.segment), "r")) {
      in.seek(offset);
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        for (int i = 0; i < n; i++) {
          if (bytes[i] != 0) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** A batch needs nothing more. */
  void settled(SpooledBatch batch) {
    place.move(place.segment, batch.end);
    note();
  }

  /** Writes the place down; where that fails, something may be sent twice after a crash. */
  void note() {
    try {
      place.write(placeFile);
    } catch (IOException e) {
      faults.count("ship.place", e);
    }
  }

  /** Frees the present segment and goes on to another. */
  void nextSegment(int number) throws IOException {
    closeFile();
    int done = place.segment;
    place.move(number, Frames.MAGIC.length);
    note();
    folder.deleteSegment(done);
  }

  void closeFile() throws IOException {
    if (file != null) {
      RandomAccessFile closing = file;
      file = null;
      closing.close();
    }
  }
}

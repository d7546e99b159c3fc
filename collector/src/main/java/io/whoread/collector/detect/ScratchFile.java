package io.whoread.collector.detect;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Bytes that there is no room for on the heap, for as long as the process lives: nothing of it is
 * read after a restart, so there is neither a format nor a sync. What is freed is written over by
 * the next of about its length; so it grows no more once as much is freed as is written, without
 * ever being tidied.
 *
 * <p>H2's MVStore was weighed instead. Under as many takings as writings its file grew to six times
 * of what it held, it keeps caches and a thread of its own, and a disk that is full once closes it
 * for good. One thread at a time.
 */
final class ScratchFile implements Closeable {
  private static final int UNIT = 128;

  /** Null for one in the folder for temporary files. */
  private final Path file;

  /** Null until something is written. */
  private FileChannel channel;

  private long end;

  /** Free places, by how much fits into each. */
  private final Map<Integer, ArrayDeque<Long>> free = new HashMap<>();

  /**
   * @param file taken away first, should a killed process have left it; null for one in the folder
   *     for temporary files
   */
  ScratchFile(Path file) throws IOException {
    this.file = file;
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }

  /** Returns where the bytes are. Where it fails, nothing is taken. */
  long write(byte[] bytes) throws IOException {
    if (channel == null) {
      channel = open();
    }
    ArrayDeque<Long> places = free.get(room(bytes.length));
    long at = places == null || places.isEmpty() ? end : places.getLast();
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      channel.write(left, at + left.position());
    }
    if (at == end) {
      end += room(bytes.length);
    } else {
      places.removeLast();
    }
    return at;
  }

  private FileChannel open() throws IOException {
    Path place = file;
    if (place == null) {
      place = Files.createTempFile("whoread-detect", ".scratch");
    } else {
      Files.createDirectories(place.toAbsolutePath().getParent());
    }
    return FileChannel.open(
        place,
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  /** What was written there, which stays. */
  byte[] read(long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, at + bytes.position()) < 0) {
        throw new EOFException("the detector's scratch file was cut short");
      }
    }
    return bytes.array();
  }

  /** Gives a place back. */
  void free(long at, int length) {
    free.computeIfAbsent(room(length), room -> new ArrayDeque<>()).addLast(at);
  }

  /**
   * A length rounded up to its three highest bits, so that few sizes fit all: a quarter is lost.
   */
  private static int room(int length) {
    int units = Math.max(4, (length + UNIT - 1) / UNIT);
    int step = Integer.highestOneBit(units) >> 2;
    return (units + step - 1) / step * step * UNIT;
  }

  /** How far it reaches, in bytes. */
  long size() {
    return end;
  }

  /** Takes the file away. */
  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}

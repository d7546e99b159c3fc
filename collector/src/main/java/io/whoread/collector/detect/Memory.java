package io.whoread.collector.detect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much heap the keyed state of a detection takes. Beyond the bound, rows that nobody has asked
 * for of late go to a scratch file; each comes back when it is asked for. What is answered is the
 * same wherever a row is.
 *
 * <p>Which rows go is told by a clock with a second chance (F. Corbató, 1968): a hand goes round
 * over all rows, and takes those that nobody asked for since it came by last. So a row that is
 * there costs nothing but a mark.
 *
 * <p>Where the file cannot be written the rows stay on the heap, and it is tried again with the
 * next. Where it cannot be read the state is lost: an error that ends detection until the next
 * start, which goes on from the snapshot. One thread at a time.
 */
final class Memory implements AutoCloseable {
  /** Of the whole state, in bytes; or half of the heap, where that is less. */
  static final long BOUND = Math.min(1L << 30, Runtime.getRuntime().maxMemory() / 2);

  private static final Logger LOGGER = LoggerFactory.getLogger(Memory.class);

  private final long bound;
  private final ScratchFile file;
  private final List<Row<?>> ring = new ArrayList<>();
  private int hand;
  private long held;
  private long beside;
  private int spilled;
  private boolean failing;

  /**
   * @param bound in bytes, of rows and what is beside them together
   * @param scratch file that rows go to; null for one in the folder for temporary files
   */
  Memory(long bound, Path scratch) throws IOException {
    this.bound = bound;
    this.file = new ScratchFile(scratch);
  }

  /** With a scratch file, should it be needed, in the folder for temporary files. */
  static Memory unnamed() {
    try {
      return new Memory(BOUND, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes that are held beside the rows, and count to the bound. */
  void beside(long bytes) {
    beside = bytes;
  }

  /** See {@link #beside(long)}. */
  long beside() {
    return beside;
  }

  /** About how many bytes the rows on the heap take. */
  long held() {
    return held;
  }

  /** How far the scratch file reaches, in bytes. */
  long fileSize() {
    return file.size();
  }

  /** How many rows are in the file. */
  int spilled() {
    return spilled;
  }

  /** Takes in how many bytes a row takes now that is on the heap. */
  void weighs(Row<?> row, int bytes) {
    if (row.place < 0) {
      row.place = ring.size();
      ring.add(row);
    }
    held += bytes - row.bytes;
    row.bytes = bytes;
    if (held > bound - beside) {
      spill();
    }
  }

  private void spill() {
    for (int looked = 0; held > bound - beside && looked < 2 * ring.size(); looked++) {
      hand = hand < ring.size() ? hand : 0;
      Row<?> row = ring.get(hand);
      if (row.used || row.rows.isInUse(row)) {
        row.used = false;
        hand++;
      } else if (!spill(row)) {
        return;
      }
    }
  }

  /** Returns whether it could be written. */
  private boolean spill(Row<?> row) {
    try {
      byte[] bytes = row.encode();
      row.at = file.write(bytes);
      row.length = bytes.length;
    } catch (IOException e) {
      if (!failing) {
        LOGGER.error("the detector's state takes more memory than it may: no scratch file", e);
      }
      failing = true;
      return false;
    }
    failing = false;
    row.values = null;
    spilled++;
    leave(row);
    held += Row.STUB - row.bytes;
    row.bytes = Row.STUB;
    return true;
  }

  /** Reads a row's values that are in the file. */
  byte[] read(Row<?> row) {
    try {
      return file.read(row.at, row.length);
    } catch (IOException e) {
      // Not an UncheckedIOException: the entry is half taken in, and must not be fed again.
      throw new IllegalStateException("the detector's scratch file cannot be read", e);
    }
  }

  /** Takes in that a row's values are on the heap again. */
  void isBack(Row<?> row) {
    file.free(row.at, row.length);
    spilled--;
  }

  /** Takes in that a row is no more. */
  void gone(Row<?> row) {
    if (row.isSpilled()) {
      isBack(row);
    } else {
      leave(row);
    }
    held -= row.bytes;
  }

  private void leave(Row<?> row) {
    if (row.place >= 0) {
      Row<?> last = ring.removeLast();
      if (last != row) {
        ring.set(row.place, last);
        last.place = row.place;
      }
      row.place = -1;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

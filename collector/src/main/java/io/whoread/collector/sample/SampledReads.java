package io.whoread.collector.sample;

import io.whoread.collector.log.Positions;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The reads that a sample holds of one kind of subjects, in the order of the log, as of the moment
 * when they were asked for. One after the other, for one thread.
 */
public final class SampledReads implements Closeable {
  /** Of a row, in bytes. */
  static final int WIDTH = 88;

  static final int TIME = 16;
  static final int PLACE = 24;
  static final int REQUEST = 32;
  static final int PERSON = 40;
  static final int OWNER = 48;
  static final int ADDRESS = 56;
  static final int SESSION = 64;
  static final int OPERATION = 72;
  static final int SERVICE = 76;
  static final int FIELDS = 80;
  static final int PLACED = 84;
  static final int FORM = 86;
  static final int FLAGS = 87;

  static final byte SYSTEM = 1;
  static final byte IMPORTED = 2;
  static final byte OWN = 4;

  private final FileChannel channel;
  private final long rows;
  private final int halvings;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(WIDTH << 12).limit(0);
  private long given;
  private int at;

  SampledReads(FileChannel channel, long rows, int halvings) {
    this.channel = channel;
    this.rows = rows;
    this.halvings = halvings;
  }

  /** How many there are. */
  public long size() {
    return rows;
  }

  /** Of all subjects of the kind, whose reads these are: all of each, and none of any other. */
  public double share() {
    return Math.scalb(1.0, -halvings);
  }

  /** Goes to the next read; false behind the last. */
  public boolean next() throws IOException {
    if (given == rows) {
      return false;
    }
    at += WIDTH;
    if (at >= buffer.limit()) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), (rows - given) * WIDTH));
      for (long from = given * WIDTH; buffer.hasRemaining(); ) {
        if (channel.read(buffer, from + buffer.position()) < 0) {
          throw new EOFException("the sample ends before its last row");
        }
      }
      at = 0;
    }
    given++;
    return true;
  }

  /** Begins again before the first. */
  public void rewind() {
    given = 0;
    at = 0;
    buffer.limit(0);
  }

  /** First half of the subject's pseudonym, big-endian. */
  public long high() {
    return buffer.getLong(at);
  }

  public long low() {
    return buffer.getLong(at + Long.BYTES);
  }

  /** Milliseconds since 1970. */
  public long timeMs() {
    return buffer.getLong(at + TIME);
  }

  /** Position in the log of the entry that holds the access. */
  public long position() {
    return Positions.ofSmall(buffer.getLong(at + PLACE) >>> SourceKey.ORDINAL_BITS);
  }

  /** Of the access within its batch, from 0. */
  public int ordinal() {
    return (int) buffer.getLong(at + PLACE) & (1 << SourceKey.ORDINAL_BITS) - 1;
  }

  /** The same for all reads of one access, its parts together, and for no other. */
  public long access() {
    long request = buffer.getLong(at + REQUEST);
    return request == SourceKey.NONE ? buffer.getLong(at + PLACE) : request;
  }

  /** {@link SourceKey#ofPerson}. */
  public long person() {
    return buffer.getLong(at + PERSON);
  }

  public long owner() {
    return buffer.getLong(at + OWNER);
  }

  public long address() {
    return buffer.getLong(at + ADDRESS);
  }

  public long session() {
    return buffer.getLong(at + SESSION);
  }

  public int operation() {
    return buffer.getInt(at + OPERATION);
  }

  public int service() {
    return buffer.getInt(at + SERVICE);
  }

  /** The kinds of its data that left in plain; see {@link SourceKey#ofFields}. */
  public int fields() {
    return buffer.getInt(at + FIELDS);
  }

  /** Days since 1970-01-01 plus 1; 0 where unknown. */
  public int placedDay() {
    return Short.toUnsignedInt(buffer.getShort(at + PLACED));
  }

  /** Number of {@code Form}. */
  public int form() {
    return buffer.get(at + FORM);
  }

  /** Whether a machine read. */
  public boolean isSystem() {
    return (buffer.get(at + FLAGS) & SYSTEM) != 0;
  }

  /** Whether a customer read the customer's own, or it cannot be told whose it is. */
  public boolean isOwn() {
    return (buffer.get(at + FLAGS) & OWN) != 0;
  }

  /** Whether it came from a file, not from an agent. */
  public boolean isImported() {
    return (buffer.get(at + FLAGS) & IMPORTED) != 0;
  }

  /** The row as it lies in the file. */
  ByteBuffer row() {
    return buffer.slice(at, WIDTH);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

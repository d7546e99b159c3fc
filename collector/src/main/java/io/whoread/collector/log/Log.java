package io.whoread.collector.log;

import com.google.protobuf.ByteString;
import io.whoread.collector.log.v1.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The truth: entries in the order in which the collector learnt of them, never changed. Every other
 * store of the collector is a view that can be rebuilt from here.
 *
 * <p><b>Positions.</b> An entry lies at a position, which holds a partition in its upper 16 bits
 * and an offset in the others ({@link Positions}). Of one partition the offsets grow, though not
 * always by one. A log in several partitions has one order all the same, the same for every reader
 * and in every replay; it is not that of the numbers, so ask {@link #isBefore}.
 *
 * <p>A position also says how far a view has come: behind the entry that lies at the position one
 * less, and behind all that come before that one in the order of the log. 0 is before everything.
 * What is said here by default is so where there is one partition without holes.
 */
public interface Log extends AutoCloseable {
  /** The largest encoded entry, in bytes. */
  int MAX_ENTRY_BYTES = 65_535;

  /**
   * Appends an entry. {@code received_ms} is set by the log.
   *
   * @return completes with the entry's position once it is on disk (fsync), or on as many brokers
   *     as the topic demands; completes exceptionally with {@link IOException} where it could not
   *     be written, after which the log takes nothing more
   * @throws IllegalArgumentException where the entry is larger than {@link #MAX_ENTRY_BYTES}
   */
  CompletableFuture<Long> append(Entry entry);

  /**
   * As {@link #append(Entry)}, for one of many entries that may be spread over partitions.
   *
   * @param together entries of the same, appended one after the other, stay in that order
   */
  default CompletableFuture<Long> append(Entry entry, ByteString together) {
    return append(entry);
  }

  /** False where it is but read, while another collector writes it: nothing can be appended. */
  default boolean isWritten() {
    return true;
  }

  /** Why the log takes nothing more; null while it does. */
  IOException failure();

  /** How far one who has read all entries has come. */
  long end();

  /** How far one has come who has read none, and finds the first that is still kept. */
  long start();

  /** Whether one who has come to the one position has read less than one who is at the other. */
  default boolean isBefore(long one, long other) {
    return one < other;
  }

  /**
   * Whether somebody can have come so far in this log, and can go on from there: where not, it is a
   * position of another log, or of what is no longer kept.
   */
  default boolean holds(long position) {
    return position >= start() && position <= end();
  }

  /** How many entries there are from a position on; offsets that no entry has may be among them. */
  default long entriesFrom(long position) {
    return Math.max(0, end() - position);
  }

  /**
   * Of each partition a position behind which lie all the entries that one who has come to a
   * position has not read; some of the last that were read may lie there, too.
   */
  default long[] inPartitions(long position) {
    return new long[] {position};
  }

  /**
   * Reads entries in order.
   *
   * @param from how far the reader has come, from {@link #start()} to {@link #end()}
   * @return a cursor for one thread; it sees entries that are added after it was opened
   */
  Cursor read(long from) throws IOException;

  /** How many partitions there are. */
  default int partitions() {
    return 1;
  }

  /** The offset behind the last entry of a partition; 0 where it is empty. */
  default long endOf(int partition) {
    return Positions.offset(end());
  }

  /** Reads one partition alone, from its first entry to {@link #endOf} as it is now. */
  default Cursor readPartition(int partition) throws IOException {
    return read(start());
  }

  /**
   * Finds out whether this is still the one process that writes the log.
   *
   * @return completes once that is sure; exceptionally with {@link IOException} where another one
   *     has taken over
   */
  default CompletableFuture<?> confirm() {
    return CompletableFuture.completedFuture(null);
  }

  /** Reads single entries. For one thread. */
  Lookup lookup();

  /**
   * Waits until {@link #end()} is beyond a position.
   *
   * @return whether it is
   */
  boolean await(long position, Duration timeout) throws InterruptedException;

  @Override
  void close() throws IOException;

  /** Walks the log forwards. */
  interface Cursor extends AutoCloseable {
    /** Moves to the next entry; false where none is there yet. */
    boolean next() throws IOException;

    /** Position of the current entry. */
    long position();

    Entry entry();

    /** The current entry as it lies in the log. */
    ByteString encoded();

    /** Where the current entry lies, for a person to find it. */
    default String place() {
      return "partition "
          + Positions.partition(position())
          + ", offset "
          + Positions.offset(position());
    }

    @Override
    void close() throws IOException;
  }

  /** Finds entries by where they lie. */
  interface Lookup extends AutoCloseable {
    /**
     * @param position of an entry
     */
    Entry at(long position) throws IOException;

    @Override
    void close() throws IOException;
  }
}

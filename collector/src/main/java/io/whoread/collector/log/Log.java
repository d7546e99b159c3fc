package io.whoread.collector.log;

import io.whoread.collector.log.v1.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The truth: entries in the order in which the collector learnt of them, never changed. Positions
 * count entries from 0; of a log in several partitions they would hold the partition in their upper
 * 16 bits, as {@code entry.proto} says. Every other store of the collector is a view that can be
 * rebuilt from here.
 */
public interface Log extends AutoCloseable {
  /** The largest encoded entry, in bytes. */
  int MAX_ENTRY_BYTES = 65_535;

  /**
   * Appends an entry. {@code received_ms} is set by the log.
   *
   * @return completes with the entry's position once it is on disk (fsync); completes exceptionally
   *     with {@link IOException} where it could not be written, after which the log takes nothing
   *     more
   * @throws IllegalArgumentException where the entry is larger than {@link #MAX_ENTRY_BYTES}
   */
  CompletableFuture<Long> append(Entry entry);

  /** The position after the last entry on disk; entries below it can be read. */
  long end();

  /** The position of the first entry that is still kept. */
  long start();

  /**
   * Reads entries in order.
   *
   * @param from first position wanted, from {@link #start()} to {@link #end()}
   * @return a cursor for one thread; it sees entries that come to disk after it was opened
   */
  Cursor read(long from) throws IOException;

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
    /** Moves to the next entry; false where none is on disk yet. */
    boolean next() throws IOException;

    /**
     * Makes the entry at a position the next one.
     *
     * @param from from {@link Log#start()} to {@link Log#end()}
     */
    void seek(long from) throws IOException;

    /** Position of the current entry. */
    long position();

    Entry entry();

    @Override
    void close() throws IOException;
  }
}

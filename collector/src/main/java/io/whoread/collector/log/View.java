package io.whoread.collector.log;

import io.whoread.collector.log.v1.Entry;
import java.io.IOException;

/**
 * Something that is made from the log and can be thrown away. It keeps, in the same commit as its
 * data, the position that it has reached.
 */
public interface View extends AutoCloseable {
  /** Name in metrics and log lines: "index", "detect". */
  String name();

  /**
   * The first position that this view wants to be given. After {@link #apply} or {@link #idle} has
   * thrown an {@link IOException} it is asked for again: a view that cannot tell whether it took an
   * entry in goes back to what it has on disk.
   */
  long position();

  /**
   * Takes in one entry. Called by one thread, in the order of the log, every entry once from {@link
   * #position()} on; it has then come to the position behind it.
   */
  void apply(long position, Entry entry) throws IOException;

  /**
   * Called when no further entry is at hand: the moment to make what was applied visible. What the
   * disk refused in a call before is tried again.
   */
  default void idle() throws IOException {}

  @Override
  void close() throws IOException;
}

package io.whoread.collector.log;

/** What a position of the log is made of, as {@code entry.proto} says. */
public final class Positions {
  private static final int OFFSET_BITS = 48;
  private static final int SMALL_OFFSET_BITS = 43;

  /**
   * A log has at most so many partitions: positions are numbers in JSON, of which browsers take 53
   * bits.
   */
  public static final int MOST_PARTITIONS = 32;

  private Positions() {}

  public static long of(int partition, long offset) {
    return (long) partition << OFFSET_BITS | offset;
  }

  public static int partition(long position) {
    return (int) (position >>> OFFSET_BITS);
  }

  public static long offset(long position) {
    return position & (1L << OFFSET_BITS) - 1;
  }

  /**
   * A position in 51 bits, for stores that keep something beside it in the same number. That leaves
   * 43 bits to the offset: at a million entries a second 100 days of one partition, and a partition
   * takes some thousands a second.
   */
  public static long small(long position) {
    return (long) partition(position) << SMALL_OFFSET_BITS | offset(position);
  }

  /** The position of which {@link #small} made this. */
  public static long ofSmall(long small) {
    return of((int) (small >>> SMALL_OFFSET_BITS), small & (1L << SMALL_OFFSET_BITS) - 1);
  }
}

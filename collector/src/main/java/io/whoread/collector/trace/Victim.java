package io.whoread.collector.trace;

/**
 * Somebody who was defrauded, as a line of a list tells it.
 *
 * @param line of the list, from 1
 * @param subject the pseudonym of the order or customer
 * @param from when it was bought, at the earliest, in milliseconds since 1970; {@link #UNKNOWN}
 *     where the list does not tell
 * @param to when the fraud was, at the latest; {@link #UNKNOWN} likewise
 */
public record Victim(long line, ReadTable.Subject subject, long from, long to) {
  public static final long UNKNOWN = Long.MIN_VALUE;

  /**
   * The same once it is found in the records.
   *
   * @param row of its subject
   * @param from of the time in which it must have leaked, in milliseconds since 1970
   * @param length of that time, in milliseconds
   */
  record Window(Victim victim, int row, long from, long length) {}
}

package io.whoread.collector.trace;

/**
 * Somebody who was defrauded, as a line of a list tells it.
 *
 * @param line of the list, from 1
 * @param subject the pseudonym of the order or customer
 * @param from when it was bought, at the earliest, in milliseconds since 1970; {@link #UNKNOWN}
 *     where the list does not tell
 * @param boughtBy when it was bought, at the latest; {@link #UNKNOWN} likewise
 * @param to when the fraud was, at the latest; {@link #UNKNOWN} likewise
 * @param knew what the caller knew
 */
public record Victim(
    long line, ReadTable.Subject subject, long from, long boughtBy, long to, Knew knew) {
  public static final long UNKNOWN = Long.MIN_VALUE;

  /**
   * The same once it is found in the records.
   *
   * @param row of its subject
   * @param from of the time in which it must have leaked, in milliseconds since 1970
   * @param length of that time, in milliseconds
   * @param knew the fields that the caller knew and the records could tell of: {@link PlainFields}
   */
  public record Window(Victim victim, int row, long from, long length, int knew) {
    /** The end of that time, in milliseconds since 1970. */
    public long to() {
      return from + length;
    }
  }
}

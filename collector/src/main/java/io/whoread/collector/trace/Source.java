package io.whoread.collector.trace;

import java.util.List;

/**
 * Somebody, or something, that read of victims before they were defrauded.
 *
 * @param reads of the victims that it explains, in the order of the list
 * @param unmet lines of victims whose order it read, but of which not all that the caller knew had
 *     left to it
 * @param expected how many it would have explained anyway
 * @param low so many or more it explains by chance in 39 of 40 lists
 * @param high so many or fewer it explains by chance in 39 of 40 lists
 * @param of how many victims there are
 * @param beyond how many it explains of those that no supported one before it does
 * @param rest how many those are
 * @param logRatio how much likelier those are if it leaked a part of them, as a natural logarithm
 * @param p how likely it is that chance makes any source of its kind look as good on those; 1 where
 *     it explains none of them
 */
public record Source(
    SourceName name,
    List<Read> reads,
    List<Long> unmet,
    double expected,
    int low,
    int high,
    int of,
    int beyond,
    int rest,
    double logRatio,
    double p) {
  /**
   * What it read of one victim, between purchase and fraud. A seller knows an order since it was
   * placed.
   *
   * @param first in milliseconds since 1970, cut to the second
   * @param last likewise
   * @param plain which kinds of fields left in plain in all these: {@link PlainFields}; of an
   *     imported record, which does not tell, what was read
   * @param imported whether without imported records it would not explain the victim
   */
  public record Read(Victim victim, long first, long last, int plain, boolean imported) {
    /** Whether the caller's knowledge is told and all of it is known to have left. */
    boolean isMet() {
      return isKnewTold() && !isUntold();
    }

    /** Whether the caller's knowledge is told, and what left is not. */
    boolean isUnknown() {
      return isKnewTold() && isUntold();
    }

    private boolean isKnewTold() {
      return victim.knew().fields() != PlainFields.NONE;
    }

    private boolean isUntold() {
      return imported || plain == PlainFields.UNKNOWN;
    }
  }

  public int explained() {
    return reads.size();
  }

  /** How many of these victims it explains by imported records alone. */
  public int imported() {
    return (int) reads.stream().filter(Read::imported).count();
  }

  public List<Victim> victims() {
    return reads.stream().map(Read::victim).toList();
  }

  Source named(SourceName other) {
    return new Source(other, reads, unmet, expected, low, high, of, beyond, rest, logRatio, p);
  }

  /** Whether chance would hardly do as well. */
  public boolean isSupported() {
    return Trace.isSupported(p, logRatio);
  }
}

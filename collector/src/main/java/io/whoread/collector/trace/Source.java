package io.whoread.collector.trace;

import java.util.List;

/**
 * Somebody, or something, that read of victims before they were defrauded.
 *
 * @param victims whose subject it read between purchase and fraud
 * @param expected how many it would have read anyway
 * @param logRatio how much likelier the list is if it leaked a part of it, as a natural logarithm
 * @param p how likely it is that chance makes any source look as good
 */
public record Source(
    int number, SourceName name, List<Victim> victims, double expected, double logRatio, double p) {
  /** Whether chance would hardly do as well. */
  public boolean isSupported() {
    return p <= Trace.SUPPORTED;
  }
}

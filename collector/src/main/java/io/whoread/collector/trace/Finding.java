package io.whoread.collector.trace;

/** What a source read of one victim, between purchase and fraud. */
final class Finding {
  private final Victim victim;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private int plain;
  private boolean explains;
  private short weight;
  private short lagWeight;

  Finding(Victim victim) {
    this.victim = victim;
  }

  long line() {
    return victim.line();
  }

  void add(long time, int fields) {
    first = Math.min(first, time);
    last = Math.max(last, time);
    plain |= fields;
  }

  /** It explains the victim: all that the caller knew had left. */
  void weigh(short byRead, short byLag) {
    explains = true;
    weight = byRead;
    lagWeight = byLag;
  }

  boolean explains() {
    return explains;
  }

  void addTo(float[] sums) {
    Likelihood.add(sums, 0, weight, lagWeight);
  }

  Source.Read read() {
    return new Source.Read(victim, first, last, plain);
  }
}

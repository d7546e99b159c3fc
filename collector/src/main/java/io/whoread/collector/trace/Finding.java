package io.whoread.collector.trace;

/** What a source read of one victim, between purchase and fraud. */
final class Finding {
  private final Victim.Window window;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private boolean captured;
  private int plainCaptured;
  private int plainImported;
  private boolean explains;
  private short weight;
  private short lagWeight;

  Finding(Victim.Window window) {
    this.window = window;
  }

  long line() {
    return window.victim().line();
  }

  void add(long time, int fields, boolean imported) {
    first = Math.min(first, time);
    last = Math.max(last, time);
    if (imported) {
      plainImported |= fields;
    } else {
      captured = true;
      plainCaptured |= fields;
    }
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
    // What was captured would explain it by itself, or it takes what was imported.
    boolean enough = captured && (window.knew() & ~plainCaptured) == 0;
    int plain = enough ? plainCaptured : plainCaptured | plainImported;
    return new Source.Read(window.victim(), first, last, plain, !enough);
  }
}

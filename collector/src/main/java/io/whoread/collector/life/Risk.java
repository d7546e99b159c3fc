package io.whoread.collector.life;

/**
 * How the risk of a person comes from that of alerts: all of them added up but the explained, each
 * halved with every half-life since it was raised last.
 */
public final class Risk {
  /** A thousandth is left. */
  private static final int HALVES = 10;

  private Risk() {}

  /**
   * What is left of an alert's risk.
   *
   * @param ageMs since it was raised, in milliseconds
   */
  public static double after(double risk, long ageMs, long halfLifeMs) {
    return risk * Math.pow(0.5, Math.max(0, ageMs) / (double) halfLifeMs);
  }

  /** Whether so little is left that it need not be remembered. */
  public static boolean isOver(long ageMs, long halfLifeMs) {
    return ageMs > HALVES * halfLifeMs;
  }
}

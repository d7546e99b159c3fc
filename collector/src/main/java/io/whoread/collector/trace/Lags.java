package io.whoread.collector.trace;

import java.util.Arrays;

/** Times from a read to the fraud, in bins. */
final class Lags {
  private static final long DAY_MS = 86_400_000;

  /** Where the bins begin, in days. */
  private static final int[] EDGES = {0, 1, 3, 7, 15, 30, 60};

  static final int BINS = EDGES.length;

  /**
   * What a source is taken to do with what it read: sell it within a month, evenly. Where it takes
   * longer, the likelihood that goes by no lag decides.
   */
  private static final double USED_WITHIN = 30;

  /** By whole days, up to where the last bin begins. */
  private static final int[] BIN_OF_DAY = new int[EDGES[BINS - 1] + 1];

  static {
    for (int bin = 0; bin < BINS; bin++) {
      Arrays.fill(BIN_OF_DAY, EDGES[bin], BIN_OF_DAY.length, bin);
    }
  }

  private Lags() {}

  /**
   * @param lag in milliseconds, from 0
   */
  static int bin(long lag) {
    return BIN_OF_DAY[(int) Math.min(lag / DAY_MS, EDGES[BINS - 1])];
  }

  /**
   * How the lags of a leak lie, as shares of the bins.
   *
   * @param window from purchase to fraud, in milliseconds: no lag is longer
   */
  static double[] ofLeak(long window) {
    double[] shares = new double[BINS];
    double sum = 0;
    for (int bin = 0; bin < BINS && EDGES[bin] * DAY_MS < window; bin++) {
      double end = bin + 1 < BINS ? EDGES[bin + 1] : USED_WITHIN;
      shares[bin] = Math.max(0, Math.min(end, USED_WITHIN) - EDGES[bin]);
      sum += shares[bin];
    }
    for (int bin = 0; bin < BINS; bin++) {
      shares[bin] = sum == 0 ? 1.0 / BINS : shares[bin] / sum;
    }
    return shares;
  }
}

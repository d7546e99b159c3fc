package io.whoread.collector.trace;

import java.util.Arrays;

/** Times from a read to the fraud, in bins. */
final class Lags {
  private static final double DAY_MS = 86_400_000;

  /** Where the bins begin, in days. */
  private static final double[] EDGES = {0, 1, 3, 7, 15, 30, 60};

  static final int BINS = EDGES.length;

  /**
   * What a source is taken to do with what it read: sell it within a month, evenly. Where it takes
   * longer, the likelihood that goes by no lag decides.
   */
  private static final double USED_WITHIN = 30;

  private Lags() {}

  /**
   * @param lag in milliseconds, from 0
   */
  static int bin(long lag) {
    int at = Arrays.binarySearch(EDGES, lag / DAY_MS);
    return at >= 0 ? at : -at - 2;
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

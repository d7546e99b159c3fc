package io.whoread.collector.trace;

/**
 * How much likelier a list of victims is if one source leaked a part of them than by chance.
 *
 * <p>A victim is the source's with a share of 1 - q, and then the source has read it; or it has
 * nothing to do with the source, and then the source has read it as often as it reads such subjects
 * anyway. So a victim that was read adds log((1 - q) r / p + q), where p is that chance and r how
 * much likelier the lag from the read to the fraud is for a leak; one that was not adds log q. What
 * q is, and whether lags tell anything, is not known: the likelihood is the mean over models.
 */
final class Likelihood {
  /** Shares of victims that have nothing to do with the source. */
  private static final double[] UNRELATED = {0.05, 0.2, 0.4, 0.6, 0.75, 0.88};

  /** Each with the lags taken into account, and without. */
  static final int MODELS = 2 * UNRELATED.length;

  /** Of r / p, as logarithms: what lies beyond is taken for the end. */
  private static final double LOWEST = -8;

  private static final double HIGHEST = 24;
  private static final int STEPS = 128;

  /** What a read adds, for each step and share of the unrelated: a logarithm is dear. */
  private static final float[] ADDED =
      new float[(int) ((HIGHEST - LOWEST) * STEPS + 1) * UNRELATED.length];

  static {
    for (int i = 0; i < ADDED.length; i++) {
      double q = UNRELATED[i % UNRELATED.length];
      double ratio = Math.exp(LOWEST + (double) (i / UNRELATED.length) / STEPS);
      ADDED[i] = (float) Math.log((1 - q) * ratio / q + 1);
    }
  }

  private Likelihood() {}

  /**
   * What a victim that was read adds to one that was not.
   *
   * @param ratio r / p
   * @return a number for {@link #add}
   */
  static short weight(double ratio) {
    double at = Math.max(LOWEST, Math.min(HIGHEST, Math.log(ratio)));
    return (short) Math.round((at - LOWEST) * STEPS);
  }

  /** Adds a read to what is summed up for each model, in nats. */
  static void add(float[] sums, int from, short weight, short lagWeight) {
    for (int i = 0; i < UNRELATED.length; i++) {
      sums[from + i] += ADDED[weight * UNRELATED.length + i];
      sums[from + UNRELATED.length + i] += ADDED[lagWeight * UNRELATED.length + i];
    }
  }

  /**
   * The logarithm of the likelihood ratio.
   *
   * @param sums what the victims that were read add, for each model
   * @param victims how many there are
   */
  static double ratio(float[] sums, int from, int victims) {
    double most = most(sums, from, victims);
    double sum = 0;
    for (int m = 0; m < MODELS; m++) {
      sum += Math.exp(at(sums, from, m, victims) - most);
    }
    return most + Math.log(sum / MODELS);
  }

  /** What the ratio is not above: that of the model that likes it best. */
  static double most(float[] sums, int from, int victims) {
    double most = Double.NEGATIVE_INFINITY;
    for (int m = 0; m < MODELS; m++) {
      most = Math.max(most, at(sums, from, m, victims));
    }
    return most;
  }

  private static double at(float[] sums, int from, int model, int victims) {
    return sums[from + model] + victims * LOGS[model % UNRELATED.length];
  }

  private static final double[] LOGS = new double[UNRELATED.length];

  static {
    for (int i = 0; i < LOGS.length; i++) {
      LOGS[i] = Math.log(UNRELATED[i]);
    }
  }
}

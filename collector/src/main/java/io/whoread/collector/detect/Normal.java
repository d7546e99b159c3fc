package io.whoread.collector.detect;

import java.util.Arrays;

/**
 * What is ordinary for a daily count: its middle and its spread upwards, on the scale of square
 * roots, on which the chance of a count (Poisson) is 1/2 whatever its size (Anscombe, 1948). The
 * middle is the median; the spread is taken from the distance to the 90th percentile, as it would
 * be for a normal distribution, so that up to a tenth of the days may be anything at all.
 *
 * @param days how many days it rests on, older ones weighing less where they do
 */
record Normal(double days, double middle, double spread) {
  private static final double CHANCE = 0.5;

  /** Standard normal quantile of 0.9. */
  private static final double Z90 = 1.2816;

  static final Normal UNKNOWN = new Normal(0, 0, CHANCE);

  static double root(double count) {
    return Math.sqrt(count + 0.375);
  }

  static double count(double root) {
    return Math.max(0, root * root - 0.375);
  }

  static Normal between(double days, double median, double ninth) {
    double middle = root(median);
    return new Normal(days, middle, Math.max(CHANCE, (root(ninth) - middle) / Z90));
  }

  /** Of the counts of single days. */
  static Normal of(int[] counts) {
    if (counts.length == 0) {
      return UNKNOWN;
    }
    int[] sorted = counts.clone();
    Arrays.sort(sorted);
    return between(sorted.length, quantile(sorted, 0.5), quantile(sorted, 0.9));
  }

  private static double quantile(int[] sorted, double q) {
    double at = q * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /**
   * Leans on another where this one rests on few days: the other weighs as much as {@code weight}
   * days.
   */
  Normal leaningOn(Normal other, double weight) {
    double own = days / (days + weight);
    return new Normal(
        days,
        own * middle + (1 - own) * other.middle,
        Math.sqrt(own * spread * spread + (1 - own) * other.spread * other.spread));
  }

  /** The count that lies so many spreads above the middle. */
  double above(double spreads) {
    return count(middle + spreads * spread);
  }

  /** The middle as a count. */
  double ordinary() {
    return count(middle);
  }
}

package io.whoread.bench.market;

import java.util.SplittableRandom;

/**
 * Chance, by seed. Whatever is drawn has dice of its own, made from the seed, what it is for, and
 * for whom: that one thing is drawn more often changes no other.
 */
final class Dice {
  private final SplittableRandom random;

  private Dice(long seed) {
    random = new SplittableRandom(seed);
  }

  static Dice of(long seed, String what, long... whom) {
    return new Dice(hash(seed, what, whom));
  }

  static long hash(long seed, String what, long... whom) {
    long hash = mix(seed * 0x9E3779B97F4A7C15L + what.hashCode());
    for (long one : whom) {
      hash = mix(hash ^ (one + 1) * 0xD1342543DE82EF95L);
    }
    return hash;
  }

  /** The finaliser of MurmurHash3: every bit of the outcome hangs on every bit of the income. */
  static long mix(long z) {
    z = (z ^ z >>> 33) * 0xff51afd7ed558ccdL;
    z = (z ^ z >>> 33) * 0xc4ceb9fe1a85ec53L;
    return z ^ z >>> 33;
  }

  /** From 0 to n - 1. */
  int below(int n) {
    return random.nextInt(n);
  }

  /** From `from` to `to` - 1. */
  int between(int from, int to) {
    return random.nextInt(from, to);
  }

  long between(long from, long to) {
    return random.nextLong(from, to);
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  /** From 0 to 1. */
  double share() {
    return random.nextDouble();
  }

  double normal() {
    return random.nextGaussian();
  }

  /** With mean 1; the coefficient of variation is one through the root of `shape`. */
  double gamma(int shape) {
    double sum = 0;
    for (int i = 0; i < shape; i++) {
      sum += random.nextExponential();
    }
    return sum / shape;
  }

  double exponential(double mean) {
    return random.nextExponential() * mean;
  }

  /** Median 1. */
  double logNormal(double sigma) {
    return Math.exp(sigma * random.nextGaussian());
  }

  int poisson(double mean) {
    if (mean > 60) {
      return (int) Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
    }
    int n = -1;
    for (double sum = 0; sum <= mean; n++) {
      sum += random.nextExponential();
    }
    return n;
  }

  /** A Poisson number whose mean itself varies: heavier tails, as people's days have. */
  int negativeBinomial(double mean, int shape) {
    return poisson(mean * gamma(shape));
  }
}

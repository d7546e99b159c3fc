package io.whoread.collector.trace;

/** How many victims a source would explain anyway, each with a chance of its own. */
final class Chance {
  /** Left out on either side: one list in forty. */
  private static final double TAIL = 0.025;

  /** By number: how likely it is that it explains just so many (Poisson binomial). */
  private final double[] shares;

  private final double expected;

  Chance(float[] chances) {
    shares = new double[chances.length + 1];
    shares[0] = 1;
    double sum = 0;
    for (int i = 0; i < chances.length; i++) {
      sum += chances[i];
      for (int n = i + 1; n >= 0; n--) {
        shares[n] = shares[n] * (1 - chances[i]) + (n == 0 ? 0 : shares[n - 1] * chances[i]);
      }
    }
    expected = sum;
  }

  double expected() {
    return expected;
  }

  int low() {
    int n = 0;
    for (double below = shares[0]; below <= TAIL && n < shares.length - 1; below += shares[n]) {
      n++;
    }
    return n;
  }

  int high() {
    int n = shares.length - 1;
    for (double above = shares[n]; above <= TAIL && n > 0; above += shares[n]) {
      n--;
    }
    return n;
  }
}

package io.whoread.collector.trace;

import java.util.Arrays;

/** What has come together of each source's victims in a draw, for each model. */
final class Sums implements Stratum.Visitor {
  private final float[] values;
  private final boolean[] isTouched;
  private final int[] order;
  private int touched;

  Sums(int sources) {
    values = new float[sources * Likelihood.MODELS];
    isTouched = new boolean[sources];
    order = new int[sources];
  }

  @Override
  public void source(int source, short weight, short lagWeight) {
    if (!isTouched[source]) {
      isTouched[source] = true;
      order[touched++] = source;
    }
    Likelihood.add(values, source * Likelihood.MODELS, weight, lagWeight);
  }

  /** The likelihood ratio of the best source; negative infinity where there is none. */
  double best(int victims) {
    double best = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < touched; i++) {
      int at = order[i] * Likelihood.MODELS;
      if (Likelihood.most(values, at, victims) > best) {
        best = Math.max(best, Likelihood.ratio(values, at, victims));
      }
    }
    return best;
  }

  void clear() {
    for (int i = 0; i < touched; i++) {
      isTouched[order[i]] = false;
      Arrays.fill(values, order[i] * Likelihood.MODELS, (order[i] + 1) * Likelihood.MODELS, 0);
    }
    touched = 0;
  }
}

package io.whoread.collector.detect.work;

import io.whoread.collector.detect.v1.MixtureState;
import java.util.List;

/**
 * How much better a day is explained if some of its reads were taken at random than if all were
 * work: the likelihood ratio of the two, over shares of a half, an eighth and a thirty-second, all
 * held equally likely. Where the odds of the single reads are right, a day of nothing but work
 * comes above x with a chance of at most exp(-x) (Markov's inequality).
 */
public final class Mixture {
  private static final double[] SHARES = {1.0 / 32, 1.0 / 8, 1.0 / 2};

  /** Products are kept as long as they fit: a logarithm a read and share would cost more. */
  private static final double FITS = 1e100;

  private final double[] logs = new double[SHARES.length];
  private final double[] products = {1, 1, 1};

  /**
   * @param odds how much likelier a read is at random than as work, a natural logarithm
   */
  public void add(double odds) {
    double more = Math.exp(odds) - 1;
    for (int i = 0; i < SHARES.length; i++) {
      products[i] *= 1 + SHARES[i] * more;
      if (products[i] > FITS || products[i] < 1 / FITS) {
        logs[i] = log(i);
        products[i] = 1;
      }
    }
  }

  /** In nats; 0 and less where nothing speaks for chance. */
  public double surprise() {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < SHARES.length; i++) {
      most = Math.max(most, log(i));
    }
    double sum = 0;
    for (int i = 0; i < SHARES.length; i++) {
      sum += Math.exp(log(i) - most);
    }
    return most + Math.log(sum / SHARES.length);
  }

  private double log(int share) {
    return logs[share] + Math.log(products[share]);
  }

  MixtureState encode() {
    MixtureState.Builder state = MixtureState.newBuilder();
    for (int i = 0; i < SHARES.length; i++) {
      state.addLogs(logs[i]).addProducts(products[i]);
    }
    return state.build();
  }

  static Mixture decode(MixtureState state) {
    Mixture decoded = new Mixture();
    List<Double> logs = state.getLogsList();
    for (int i = 0; i < logs.size(); i++) {
      decoded.logs[i] = logs.get(i);
      decoded.products[i] = state.getProducts(i);
    }
    return decoded;
  }
}

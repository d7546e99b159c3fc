package io.whoread.collector.detect.work;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;

/**
 * Logistic regression that learns as it goes, over hashed features (K. Weinberger et al., "Feature
 * hashing for large scale multitask learning", 2009), with a step for each weight that shrinks with
 * what it has learnt (J. Duchi et al., "Adaptive subgradient methods", 2011).
 */
final class Logistic {
  private static final double RATE = 0.1;

  /** Keeps the first steps small. */
  private static final float START = 0.01f;

  private final float[] weights = new float[Features.SIZE];
  private final float[] squares = new float[Features.SIZE];

  /** The logarithm of the odds that what has these features is of the first kind. */
  double odds(Features features) {
    double sum = 0;
    for (int i = 0; i < features.count(); i++) {
      sum += weights[features.slot(i)];
    }
    return sum;
  }

  /**
   * @param odds as {@link #odds} has just given them
   */
  void learn(Features features, double odds, boolean first) {
    double error = 1 / (1 + Math.exp(-odds)) - (first ? 1 : 0);
    float square = (float) (error * error);
    for (int i = 0; i < features.count(); i++) {
      int slot = features.slot(i);
      squares[slot] += square;
      weights[slot] -= (float) (RATE * error / Math.sqrt(squares[slot] + START));
    }
  }

  ByteString encode() {
    ByteBuffer bytes = ByteBuffer.allocate(2 * Float.BYTES * Features.SIZE);
    bytes.asFloatBuffer().put(weights).put(squares);
    return ByteString.copyFrom(bytes);
  }

  static Logistic decode(ByteString bytes) {
    Logistic decoded = new Logistic();
    bytes.asReadOnlyByteBuffer().asFloatBuffer().get(decoded.weights).get(decoded.squares);
    return decoded;
  }
}

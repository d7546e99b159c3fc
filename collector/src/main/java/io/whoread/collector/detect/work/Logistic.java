package io.whoread.collector.detect.work;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
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

  /** How many numbers each has in a slot of a table that it shares. */
  private static final int NUMBERS = 2;

  /** Of each slot the weight and the squares of all its gradients, beside those of others. */
  private final float[] table;

  private final int stride;
  private final int first;

  private Logistic(float[] table, int stride, int first) {
    this.table = table;
    this.stride = stride;
    this.first = first;
  }

  /** So many that see the same features: what they know of one lies together in memory. */
  static Logistic[] beside(int count) {
    float[] table = new float[count * NUMBERS * Features.SIZE];
    Logistic[] all = new Logistic[count];
    for (int i = 0; i < count; i++) {
      all[i] = new Logistic(table, count * NUMBERS, i * NUMBERS);
    }
    return all;
  }

  /** The logarithm of the odds that what has these features is of the first kind. */
  double odds(Features features) {
    double sum = 0;
    for (int i = 0; i < features.count(); i++) {
      sum += table[features.slot(i) * stride + first];
    }
    return sum;
  }

  /**
   * @param odds as {@link #odds} has just given them
   * @param isFirst whether it is of the first kind
   */
  void learn(Features features, double odds, boolean isFirst) {
    double error = 1 / (1 + Math.exp(-odds)) - (isFirst ? 1 : 0);
    float square = (float) (error * error);
    for (int i = 0; i < features.count(); i++) {
      int at = features.slot(i) * stride + first;
      float squares = table[at + 1] + square;
      table[at] -= (float) (RATE * error / Math.sqrt(squares + START));
      table[at + 1] = squares;
    }
  }

  ByteString encode() {
    ByteBuffer bytes = ByteBuffer.allocate(NUMBERS * Float.BYTES * Features.SIZE);
    for (int slot = 0; slot < Features.SIZE; slot++) {
      bytes.putFloat(table[slot * stride + first]).putFloat(table[slot * stride + first + 1]);
    }
    return UnsafeByteOperations.unsafeWrap(bytes.flip());
  }

  /** Takes in what {@link #encode} gave. */
  void decode(ByteString encoded) {
    ByteBuffer bytes = encoded.asReadOnlyByteBuffer();
    for (int slot = 0; slot < Features.SIZE; slot++) {
      table[slot * stride + first] = bytes.getFloat();
      table[slot * stride + first + 1] = bytes.getFloat();
    }
  }
}

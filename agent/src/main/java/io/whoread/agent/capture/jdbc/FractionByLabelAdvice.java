package io.whoread.agent.capture.jdbc;

import io.whoread.agent.boot.Results;
import net.bytebuddy.asm.Advice;

/**
 * Inlined into getters of a result set that yield a number with a fraction for a column by its
 * label.
 */
final class FractionByLabelAdvice {
  private FractionByLabelAdvice() {}

  @Advice.OnMethodExit
  static void exit(
      @Advice.This Object self, @Advice.Argument(0) String label, @Advice.Return double value) {
    Results.value(self, label, Double.valueOf(value));
  }
}

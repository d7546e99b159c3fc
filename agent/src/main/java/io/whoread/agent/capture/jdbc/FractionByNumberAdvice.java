package io.whoread.agent.capture.jdbc;

import io.whoread.agent.boot.Results;
import net.bytebuddy.asm.Advice;

/**
 * Inlined into getters of a result set that yield a number with a fraction for a column by its
 * number.
 */
final class FractionByNumberAdvice {
  private FractionByNumberAdvice() {}

  @Advice.OnMethodExit
  static void exit(
      @Advice.This Object self, @Advice.Argument(0) int column, @Advice.Return double value) {
    Results.value(self, column, Double.valueOf(value));
  }
}

package io.whoread.agent.capture.jdbc;

import io.whoread.agent.boot.Results;
import net.bytebuddy.asm.Advice;

/** Inlined into getters of a result set that yield a whole number for a column by its number. */
final class WholeByNumberAdvice {
  private WholeByNumberAdvice() {}

  @Advice.OnMethodExit
  static void exit(
      @Advice.This Object self, @Advice.Argument(0) int column, @Advice.Return long value) {
    Results.value(self, column, value);
  }
}

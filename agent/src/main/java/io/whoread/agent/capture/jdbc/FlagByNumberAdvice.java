package io.whoread.agent.capture.jdbc;

import io.whoread.agent.boot.Results;
import net.bytebuddy.asm.Advice;

/** Inlined into getters of a result set that yield true or false for a column by its number. */
final class FlagByNumberAdvice {
  private FlagByNumberAdvice() {}

  @Advice.OnMethodExit
  static void exit(
      @Advice.This Object self, @Advice.Argument(0) int column, @Advice.Return boolean value) {
    Results.value(self, column, Boolean.valueOf(value));
  }
}

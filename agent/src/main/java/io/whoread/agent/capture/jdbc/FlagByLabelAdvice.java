package io.whoread.agent.capture.jdbc;

import io.whoread.agent.boot.Results;
import net.bytebuddy.asm.Advice;

/** Inlined into getters of a result set that yield true or false for a column by its label. */
final class FlagByLabelAdvice {
  private FlagByLabelAdvice() {}

  @Advice.OnMethodExit
  static void exit(
      @Advice.This Object self, @Advice.Argument(0) String label, @Advice.Return boolean value) {
    Results.value(self, label, Boolean.valueOf(value));
  }
}

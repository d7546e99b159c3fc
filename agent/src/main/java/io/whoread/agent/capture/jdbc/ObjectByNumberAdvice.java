package io.whoread.agent.capture.jdbc;

import io.whoread.agent.boot.Results;
import net.bytebuddy.asm.Advice;

/** Inlined into getters of a result set that yield an object for a column by its number. */
final class ObjectByNumberAdvice {
  private ObjectByNumberAdvice() {}

  @Advice.OnMethodExit
  static void exit(
      @Advice.This Object self, @Advice.Argument(0) int column, @Advice.Return Object value) {
    Results.value(self, column, value);
  }
}

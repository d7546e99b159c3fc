package io.whoread.agent.capture.jdbc;

import io.whoread.agent.boot.Results;
import net.bytebuddy.asm.Advice;

/** Inlined into getters of a result set that yield an object for a column by its label. */
final class ObjectByLabelAdvice {
  private ObjectByLabelAdvice() {}

  @Advice.OnMethodExit
  static void exit(
      @Advice.This Object self, @Advice.Argument(0) String label, @Advice.Return Object value) {
    Results.value(self, label, value);
  }
}

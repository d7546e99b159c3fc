package io.whoread.agent.capture.jdbc;

import io.whoread.agent.boot.Results;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Inlined into getters of a result set that yield an object. */
final class ObjectAdvice {
  private ObjectAdvice() {}

  @Advice.OnMethodExit
  static void exit(
      @Advice.This Object self,
      @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object column,
      @Advice.Return Object value) {
    Results.value(self, column, value);
  }
}

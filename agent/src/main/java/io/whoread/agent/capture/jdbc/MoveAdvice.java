package io.whoread.agent.capture.jdbc;

import io.whoread.agent.boot.Results;
import net.bytebuddy.asm.Advice;

/** Inlined into what moves a result set to another row. */
final class MoveAdvice {
  private MoveAdvice() {}

  @Advice.OnMethodEnter
  static Object enter() {
    return Results.moveBegin();
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class)
  static void exit(
      @Advice.Enter Object token, @Advice.This Object self, @Advice.Return boolean onRow) {
    Results.moveEnd(token, self, onRow);
  }
}

package io.whoread.agent.capture.jdbc;

import io.whoread.agent.boot.Results;
import net.bytebuddy.asm.Advice;

/** Inlined into what closes a statement. */
final class StatementCloseAdvice {
  private StatementCloseAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.This Object self) {
    Results.statementClosed(self);
  }
}

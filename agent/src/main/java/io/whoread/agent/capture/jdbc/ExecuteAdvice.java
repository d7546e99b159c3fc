package io.whoread.agent.capture.jdbc;

import io.whoread.agent.boot.Results;
import net.bytebuddy.asm.Advice;

/** Inlined into what executes a statement that was not prepared. */
final class ExecuteAdvice {
  private ExecuteAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.This Object statement, @Advice.Argument(0) String sql) {
    Results.prepared(statement, sql);
  }
}

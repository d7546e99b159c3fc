package io.whoread.agent.capture.jdbc;

import io.whoread.agent.boot.Results;
import net.bytebuddy.asm.Advice;

/** Inlined into what prepares a statement. */
final class PreparedAdvice {
  private PreparedAdvice() {}

  @Advice.OnMethodExit
  static void exit(@Advice.Return Object statement, @Advice.Argument(0) String sql) {
    Results.prepared(statement, sql);
  }
}

package io.whoread.agent.capture.jdbc;

import io.whoread.agent.boot.Results;
import net.bytebuddy.asm.Advice;

/** Inlined into what closes a result set. */
final class CloseAdvice {
  private CloseAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.This Object self) {
    Results.closed(self);
  }
}

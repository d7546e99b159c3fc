package io.whoread.agent.scope;

import io.whoread.agent.boot.Handover;
import net.bytebuddy.asm.Advice;

/** Inlined into {@code AsyncContext.start}. */
final class AsyncStartAdvice {
  private AsyncStartAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.Argument(value = 0, readOnly = false) Runnable work) {
    work = Handover.carry(work, Runnable.class);
  }
}

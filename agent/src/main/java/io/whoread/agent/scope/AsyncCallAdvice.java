package io.whoread.agent.scope;

import io.whoread.agent.boot.Handover;
import java.util.concurrent.Callable;
import net.bytebuddy.asm.Advice;

/** Inlined into what hands out the callable of a Spring MVC handler. */
final class AsyncCallAdvice {
  private AsyncCallAdvice() {}

  @Advice.OnMethodExit
  static void exit(@Advice.Return(readOnly = false) Callable<?> work) {
    work = Handover.carry(work, Callable.class);
  }
}

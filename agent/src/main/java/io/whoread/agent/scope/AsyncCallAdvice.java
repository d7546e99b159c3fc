package io.whoread.agent.scope;

import io.whoread.agent.boot.Hooks;
import java.util.concurrent.Callable;
import net.bytebuddy.asm.Advice;

/** Inlined into what hands out the callable of a Spring MVC handler. */
final class AsyncCallAdvice {
  private AsyncCallAdvice() {}

  @Advice.OnMethodExit
  static void exit(@Advice.Return(readOnly = false) Callable<?> work) {
    work = Hooks.carry(work, Callable.class);
  }
}

package io.whoread.agent.capture.sink;

import io.whoread.agent.boot.Handover;
import java.util.concurrent.Executor;
import net.bytebuddy.asm.Advice;

/** Inlined into the making of a request whose body an executor will have written. */
final class SpringExecutorAdvice {
  private SpringExecutorAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.Argument(value = 3, readOnly = false) Executor executor) {
    executor = Handover.carry(executor, Executor.class);
  }
}

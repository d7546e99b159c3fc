package io.whoread.agent.capture.work;

import io.whoread.agent.boot.Carried;
import net.bytebuddy.asm.Advice;

/** Inlined into what takes a task to be done by another thread. */
final class HandOverAdvice {
  private HandOverAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.Argument(0) Object task) {
    Carried.handOver(task);
  }
}

package io.whoread.agent.capture.spring;

import io.whoread.agent.boot.Written;
import net.bytebuddy.asm.Advice;

/** Inlined into what sends an object to a response that is held open. */
final class EmitterAdvice {
  private EmitterAdvice() {}

  @Advice.OnMethodEnter
  static int enter() {
    return Written.elsewhereBegin();
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class)
  static void exit(@Advice.Enter int before) {
    Written.messageEnd(before);
  }
}

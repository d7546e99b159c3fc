package io.whoread.agent.capture.framework;

import io.whoread.agent.boot.Hooks;
import net.bytebuddy.asm.Advice;

/** Inlined into what makes an object of that which the client sent. */
final class GivenAdvice {
  private GivenAdvice() {}

  @Advice.OnMethodExit
  static void exit(@Advice.Return Object made) {
    Hooks.given(made);
  }
}

package io.whoread.agent.capture.framework;

import io.whoread.agent.boot.Hooks;
import net.bytebuddy.asm.Advice;

/** Inlined into what makes an object of the parameters that the client sent. */
final class BoundAdvice {
  private BoundAdvice() {}

  @Advice.OnMethodExit
  static void exit(@Advice.This Object binder) {
    Hooks.bound(binder);
  }
}

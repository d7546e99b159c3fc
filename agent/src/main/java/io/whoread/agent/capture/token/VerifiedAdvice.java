package io.whoread.agent.capture.token;

import io.whoread.agent.boot.Hooks;
import net.bytebuddy.asm.Advice;

/** Inlined into a token's own check of its signature. */
final class VerifiedAdvice {
  private VerifiedAdvice() {}

  @Advice.OnMethodExit
  static void exit(@Advice.This Object token, @Advice.Return boolean right) {
    if (right) {
      Hooks.verified(token, null);
    }
  }
}

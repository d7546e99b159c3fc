package io.whoread.agent.scope;

import io.whoread.agent.boot.Hooks;
import net.bytebuddy.asm.Advice;

/** Inlined into what sends a buffer of a response, the first of which takes the head along. */
final class BeforeWriteAdvice {
  private BeforeWriteAdvice() {}

  @Advice.OnMethodEnter
  static void enter() {
    Hooks.beforeWrite();
  }
}

package io.whoread.agent.capture.jackson;

import io.whoread.agent.boot.Written;
import net.bytebuddy.asm.Advice;

/** Inlined into what writes numbers and the like. */
final class ValueAdvice {
  private ValueAdvice() {}

  @Advice.OnMethodEnter
  static void enter() {
    Written.wroteValue();
  }
}

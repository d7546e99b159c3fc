package io.whoread.agent.capture.framework;

import io.whoread.agent.boot.Reads;
import net.bytebuddy.asm.Advice;

/** Inlined into methods in which nobody reads: equals, hashCode, a flush, a validation. */
final class FrameworkAdvice {
  private FrameworkAdvice() {}

  @Advice.OnMethodEnter
  static void enter() {
    Reads.frameworkEnter();
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class)
  static void exit() {
    Reads.frameworkExit();
  }
}

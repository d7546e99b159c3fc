package io.whoread.agent.capture.work;

import io.whoread.agent.boot.Carried;
import net.bytebuddy.asm.Advice;

/** Inlined into what starts a thread. */
final class StartAdvice {
  private StartAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.This Thread thread) {
    Carried.starts(thread);
  }
}

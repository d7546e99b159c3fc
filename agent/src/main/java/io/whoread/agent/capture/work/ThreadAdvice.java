package io.whoread.agent.capture.work;

import io.whoread.agent.boot.Carried;
import net.bytebuddy.asm.Advice;

/** Inlined into what a thread does from its start to its end. */
final class ThreadAdvice {
  private ThreadAdvice() {}

  @Advice.OnMethodEnter
  static Object enter(@Advice.This Thread thread) {
    return Carried.beginThread(thread);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class)
  static void exit(@Advice.Enter Object token) {
    Carried.end(token);
  }
}

package io.whoread.agent.capture.work;

import io.whoread.agent.boot.Carried;
import net.bytebuddy.asm.Advice;

/** Inlined into what adds a thread to a pool. */
final class PoolAdvice {
  private PoolAdvice() {}

  @Advice.OnMethodEnter
  static void enter() {
    Carried.poolEnter();
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class)
  static void exit() {
    Carried.poolExit();
  }
}

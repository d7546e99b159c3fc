package io.whoread.agent.capture.work;

import io.whoread.agent.boot.Carried;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import net.bytebuddy.asm.Advice;

/** Inlined into what takes a task for a fork/join pool. */
final class PushAdvice {
  private PushAdvice() {}

  @Advice.OnMethodEnter
  static void enter(
      @Advice.This ForkJoinPool pool, @Advice.Argument(value = 0) ForkJoinTask<?> task) {
    Carried.fork(pool, task);
  }
}

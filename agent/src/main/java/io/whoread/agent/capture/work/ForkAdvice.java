package io.whoread.agent.capture.work;

import io.whoread.agent.boot.Carried;
import java.util.concurrent.ForkJoinTask;
import net.bytebuddy.asm.Advice;

/** Inlined into what forks a task, or runs it at once. */
final class ForkAdvice {
  private ForkAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.This ForkJoinTask<?> task) {
    Carried.fork(task);
  }
}

package io.whoread.agent.capture.work;

import io.whoread.agent.boot.Carried;
import java.util.concurrent.ForkJoinTask;
import net.bytebuddy.asm.Advice;

/** Inlined into what does a fork/join task. */
final class TaskAdvice {
  private TaskAdvice() {}

  @Advice.OnMethodEnter
  static Object enter(@Advice.This ForkJoinTask<?> task) {
    return Carried.begin(task);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class)
  static void exit(@Advice.Enter Object token) {
    Carried.end(token);
  }
}

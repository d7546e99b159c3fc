package io.whoread.agent.capture.work;

import io.whoread.agent.boot.Handover;
import net.bytebuddy.asm.Advice;

/** Inlined into what runs a job, or hands a message to whoever listens. */
final class JobAdvice {
  private JobAdvice() {}

  @Advice.OnMethodEnter
  static Object enter(@Advice.This Object runner, @Advice.AllArguments Object[] arguments) {
    return Handover.jobBegin(runner, arguments.length == 0 ? null : arguments[0]);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class)
  static void exit(@Advice.Enter Object token) {
    Handover.workEnd(token);
  }
}

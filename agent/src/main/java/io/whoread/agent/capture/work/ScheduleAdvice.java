package io.whoread.agent.capture.work;

import io.whoread.agent.boot.Carried;
import java.util.concurrent.RunnableScheduledFuture;
import net.bytebuddy.asm.Advice;

/** Inlined into what takes a task for later. What is done again and again is nobody's. */
final class ScheduleAdvice {
  private ScheduleAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.Argument(0) RunnableScheduledFuture<?> task) {
    if (!task.isPeriodic()) {
      Carried.handOver(task);
    }
  }
}

package io.whoread.agent.capture.work;

import io.whoread.agent.boot.Carried;
import java.util.concurrent.ForkJoinTask;
import net.bytebuddy.asm.Advice;

/** Inlined into what forks one task and runs another. */
final class ForkTwoAdvice {
  private ForkTwoAdvice() {}

  @Advice.OnMethodEnter
  static void enter(
      @Advice.Argument(0) ForkJoinTask<?> one, @Advice.Argument(1) ForkJoinTask<?> other) {
    Carried.fork(one);
    Carried.fork(other);
  }
}

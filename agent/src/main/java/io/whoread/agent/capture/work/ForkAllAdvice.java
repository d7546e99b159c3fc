package io.whoread.agent.capture.work;

import io.whoread.agent.boot.Carried;
import java.util.Arrays;
import net.bytebuddy.asm.Advice;

/** Inlined into what forks many tasks. */
final class ForkAllAdvice {
  private ForkAllAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.Argument(0) Object tasks) {
    Carried.fork(tasks instanceof Object[] ? Arrays.asList((Object[]) tasks) : (Iterable<?>) tasks);
  }
}

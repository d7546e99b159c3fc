package io.whoread.agent.capture;

import io.whoread.agent.boot.Sinks;
import net.bytebuddy.asm.Advice;

/** Inlined into what leads to one channel, whatever ways it uses to get there. */
final class WithinAdvice {
  private WithinAdvice() {}

  @Advice.OnMethodEnter
  static int enter(@Way int channel) {
    return Sinks.enter(channel);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class)
  static void exit(@Advice.Enter int before) {
    Sinks.exit(before);
  }
}

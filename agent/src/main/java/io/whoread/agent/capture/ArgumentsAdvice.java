package io.whoread.agent.capture;

import io.whoread.agent.boot.Sinks;
import net.bytebuddy.asm.Advice;

/** Inlined into what is given what leaves. */
final class ArgumentsAdvice {
  private ArgumentsAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Way int channel, @Advice.AllArguments Object[] values) {
    // The array is made where it is named: for nothing, where nothing was read.
    if (Sinks.isOpen()) {
      Sinks.leave(channel, values);
    }
  }
}

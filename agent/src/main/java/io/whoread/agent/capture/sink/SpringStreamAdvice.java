package io.whoread.agent.capture.sink;

import io.whoread.agent.boot.Sinks;
import io.whoread.agent.boot.Written;
import io.whoread.agent.capture.Way;
import net.bytebuddy.asm.Advice;

/** Inlined into what Spring's converters write to, in place of a message's own stream. */
final class SpringStreamAdvice {
  private SpringStreamAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Way int channel, @Advice.AllArguments Object[] bytes) {
    if (Sinks.isOpen() && Written.writesMessage(channel)) {
      Sinks.leave(channel, bytes);
    }
  }
}

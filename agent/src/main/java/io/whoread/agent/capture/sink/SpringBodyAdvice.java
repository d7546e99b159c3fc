package io.whoread.agent.capture.sink;

import io.whoread.agent.boot.Sinks;
import io.whoread.agent.boot.Written;
import io.whoread.agent.capture.Way;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Inlined into what writes a text or bytes as the body of a message of Spring's. */
final class SpringBodyAdvice {
  private SpringBodyAdvice() {}

  @Advice.OnMethodEnter
  static void enter(
      @Way int channel,
      @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object body,
      @Advice.Argument(1) Object message) {
    // An answer's is met where the answer leaves.
    if (Sinks.isOpen() && Written.goesThrough(channel, message)) {
      Sinks.leave(channel, body);
    }
  }
}

package io.whoread.agent.capture;

import io.whoread.agent.boot.Sinks;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Inlined into what makes what leaves. */
final class ResultAdvice {
  private ResultAdvice() {}

  @Advice.OnMethodExit
  static void exit(
      @Way int channel, @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object value) {
    if (Sinks.isOpen()) {
      Sinks.leave(channel, value);
    }
  }
}

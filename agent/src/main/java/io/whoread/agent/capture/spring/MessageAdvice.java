package io.whoread.agent.capture.spring;

import io.whoread.agent.boot.Written;
import net.bytebuddy.asm.Advice;

/** Inlined into what writes an object as the body of a message. */
final class MessageAdvice {
  private MessageAdvice() {}

  @Advice.OnMethodEnter
  static int enter(@Advice.Argument(2) Object message) {
    return Written.messageBegin(message);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class)
  static void exit(@Advice.Enter int before) {
    Written.messageEnd(before);
  }
}

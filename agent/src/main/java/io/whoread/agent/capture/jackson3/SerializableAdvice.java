package io.whoread.agent.capture.jackson3;

import io.whoread.agent.boot.Written;
import net.bytebuddy.asm.Advice;
import tools.jackson.core.SerializableString;

/** Inlined into what writes a string that was encoded before. */
final class SerializableAdvice {
  private SerializableAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.Argument(0) SerializableString text) {
    Written.wroteText(text == null ? null : text.getValue());
  }
}

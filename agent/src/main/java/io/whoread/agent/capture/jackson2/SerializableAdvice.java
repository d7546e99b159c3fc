package io.whoread.agent.capture.jackson2;

import com.fasterxml.jackson.core.SerializableString;
import io.whoread.agent.boot.Written;
import net.bytebuddy.asm.Advice;

/** Inlined into what writes a string that was encoded before. */
final class SerializableAdvice {
  private SerializableAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.Argument(0) SerializableString text) {
    Written.wroteText(text == null ? null : text.getValue());
  }
}

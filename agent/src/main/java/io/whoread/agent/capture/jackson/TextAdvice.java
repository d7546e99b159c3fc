package io.whoread.agent.capture.jackson;

import io.whoread.agent.boot.Written;
import net.bytebuddy.asm.Advice;

/** Inlined into what writes a string. */
final class TextAdvice {
  private TextAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.Argument(0) String text) {
    Written.wroteText(text);
  }
}

package io.whoread.agent.capture.jackson;

import io.whoread.agent.boot.Written;
import net.bytebuddy.asm.Advice;

/** Inlined into what writes characters of an array. */
final class CharsAdvice {
  private CharsAdvice() {}

  @Advice.OnMethodEnter
  static void enter(
      @Advice.Argument(0) char[] text,
      @Advice.Argument(1) int offset,
      @Advice.Argument(2) int length) {
    Written.wroteText(text, offset, length);
  }
}

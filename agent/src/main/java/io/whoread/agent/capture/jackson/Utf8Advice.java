package io.whoread.agent.capture.jackson;

import io.whoread.agent.boot.Written;
import net.bytebuddy.asm.Advice;

/** Inlined into what writes a string that is UTF-8 already. */
final class Utf8Advice {
  private Utf8Advice() {}

  @Advice.OnMethodEnter
  static void enter(
      @Advice.Argument(0) byte[] text,
      @Advice.Argument(1) int offset,
      @Advice.Argument(2) int length) {
    Written.wroteUtf8(text, offset, length);
  }
}

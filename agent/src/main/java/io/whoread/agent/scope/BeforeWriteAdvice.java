package io.whoread.agent.scope;

import io.whoread.agent.boot.Hooks;
import java.nio.ByteBuffer;
import net.bytebuddy.asm.Advice;

/** Inlined into what sends a buffer of a response, the first of which takes the head along. */
final class BeforeWriteAdvice {
  private BeforeWriteAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.Argument(0) ByteBuffer chunk) {
    Hooks.beforeWrite(chunk);
  }
}

package io.whoread.agent.capture.sink;

import io.whoread.agent.boot.Hooks;
import java.io.Writer;
import net.bytebuddy.asm.Advice;

/** Inlined into what renders a template into its third argument. */
final class ThirdWriterAdvice {
  private ThirdWriterAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.Argument(2) Writer to) {
    Hooks.rendersTemplate(to);
  }
}

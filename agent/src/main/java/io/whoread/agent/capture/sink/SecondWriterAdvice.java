package io.whoread.agent.capture.sink;

import io.whoread.agent.boot.Hooks;
import java.io.Writer;
import net.bytebuddy.asm.Advice;

/** Inlined into what renders a template into its second argument. */
final class SecondWriterAdvice {
  private SecondWriterAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.Argument(1) Writer to) {
    Hooks.rendersTemplate(to);
  }
}

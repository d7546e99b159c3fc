package io.whoread.agent.capture.sink;

import io.whoread.agent.boot.Sinks;
import io.whoread.agent.capture.Way;
import net.bytebuddy.asm.Advice;

/** Inlined into what fills a cell with a text of the library's own. */
final class RichTextAdvice {
  private RichTextAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Way int channel, @Advice.Argument(0) Object text) {
    if (text != null && Sinks.isOpen()) {
      Sinks.leave(channel, text.toString());
    }
  }
}

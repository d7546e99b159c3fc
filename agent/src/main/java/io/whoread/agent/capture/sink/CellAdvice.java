package io.whoread.agent.capture.sink;

import io.whoread.agent.boot.Sinks;
import io.whoread.agent.capture.Way;
import net.bytebuddy.asm.Advice;

/** Inlined into what fills the cell of a row and a column. */
final class CellAdvice {
  private CellAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Way int channel, @Advice.Argument(2) Object value) {
    if (Sinks.isOpen()) {
      Sinks.leave(channel, value);
    }
  }
}

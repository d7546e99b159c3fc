package io.whoread.agent.capture.token;

import io.whoread.agent.boot.Hooks;
import net.bytebuddy.asm.Advice;

/** Inlined into what takes the text of a token and gives back what it says, or throws. */
final class ParsedAdvice {
  private ParsedAdvice() {}

  @Advice.OnMethodExit
  static void exit(@Advice.Argument(0) Object text, @Advice.Return Object parsed) {
    Hooks.verified(parsed, text);
  }
}

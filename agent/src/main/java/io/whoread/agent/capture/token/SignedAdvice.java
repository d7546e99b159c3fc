package io.whoread.agent.capture.token;

import io.whoread.agent.boot.Hooks;
import net.bytebuddy.asm.Advice;

/** Inlined into what JJWT parses tokens with, signed ones and others. */
final class SignedAdvice {
  private SignedAdvice() {}

  @Advice.OnMethodExit
  static void exit(@Advice.Argument(0) Object text, @Advice.Return Object parsed) {
    if (parsed instanceof io.jsonwebtoken.Jws) {
      Hooks.verified(parsed, text);
    }
  }
}

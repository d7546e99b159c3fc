package io.whoread.agent.scope;

import io.whoread.agent.boot.Hooks;
import net.bytebuddy.asm.Advice;

/** Inlined into the connector's work on an exchange that other threads worked for meanwhile. */
final class ExchangeGoesOnAdvice {
  private ExchangeGoesOnAdvice() {}

  @Advice.OnMethodEnter
  static boolean enter(@Advice.Argument(0) Object request) {
    return Hooks.exchangeEnter(request);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class)
  static void exit(@Advice.Enter boolean begun) {
    Hooks.exchangeExit(begun);
  }
}

package io.whoread.agent.scope;

import io.whoread.agent.boot.Hooks;
import net.bytebuddy.asm.Advice;

/** Inlined into the connector's work on an exchange, which ends when its last bytes have left. */
final class ExchangeAdvice {
  private ExchangeAdvice() {}

  @Advice.OnMethodEnter
  static boolean enter() {
    return Hooks.exchangeEnter(null);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class)
  static void exit(@Advice.Enter boolean begun) {
    Hooks.exchangeExit(begun);
  }
}

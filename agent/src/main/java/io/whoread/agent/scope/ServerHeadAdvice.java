package io.whoread.agent.scope;

import io.whoread.agent.boot.Servers;
import net.bytebuddy.asm.Advice;

/** Inlined into what begins a response, before the server adds what compresses it. */
final class ServerHeadAdvice {
  private ServerHeadAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.This Object exchange) {
    Servers.head(exchange);
  }
}

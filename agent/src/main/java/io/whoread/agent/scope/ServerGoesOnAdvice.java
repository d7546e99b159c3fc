package io.whoread.agent.scope;

import io.whoread.agent.boot.Servers;
import net.bytebuddy.asm.Advice;

/** Inlined into what a server calls for a request that it has met before. */
final class ServerGoesOnAdvice {
  private ServerGoesOnAdvice() {}

  @Advice.OnMethodEnter
  static Object enter(@Advice.Argument(0) Object exchange) {
    return Servers.enter(exchange, null);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class)
  static void exit(@Advice.Enter Object entered) {
    Servers.exit(entered);
  }
}

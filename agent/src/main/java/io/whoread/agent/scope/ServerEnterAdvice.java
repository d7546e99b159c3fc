package io.whoread.agent.scope;

import io.whoread.agent.boot.Servers;
import net.bytebuddy.asm.Advice;

/** Inlined into a server's work for a request, which ends when its last bytes were sent. */
final class ServerEnterAdvice {
  private ServerEnterAdvice() {}

  @Advice.OnMethodEnter
  static Object enter(@Advice.Argument(0) Object exchange, @Advice.Argument(1) Object context) {
    return Servers.enter(exchange, context);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class)
  static void exit(@Advice.Enter Object entered) {
    Servers.exit(entered);
  }
}

package io.whoread.agent.scope;

import io.whoread.agent.boot.Servers;
import net.bytebuddy.asm.Advice;

/** Inlined into Jetty's work on a request, at its beginning and whenever it goes on. */
final class JettyHandleAdvice {
  private JettyHandleAdvice() {}

  @Advice.OnMethodEnter
  static Object enter(@Advice.This Object channel) {
    return Servers.enter(channel, channel);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class)
  static void exit(@Advice.Enter Object entered) {
    Servers.exit(entered);
  }
}

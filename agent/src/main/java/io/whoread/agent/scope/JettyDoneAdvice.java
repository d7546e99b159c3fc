package io.whoread.agent.scope;

import io.whoread.agent.boot.Servers;
import net.bytebuddy.asm.Advice;

/** Inlined into what makes a channel of Jetty's ready for the next request. */
final class JettyDoneAdvice {
  private JettyDoneAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.This Object channel) {
    Servers.done(channel);
  }
}

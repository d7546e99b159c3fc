package io.whoread.agent.scope;

import io.whoread.agent.boot.Servers;
import net.bytebuddy.asm.Advice;

/** Inlined into what a servlet's output is sent by, before Jetty compresses it. */
final class JettySendAdvice {
  private JettySendAdvice() {}

  @Advice.OnMethodEnter
  static void enter(
      @Advice.FieldValue("_channel") Object channel, @Advice.Argument(0) Object content) {
    Servers.sends(channel, content);
  }
}

package io.whoread.agent.scope;

import io.whoread.agent.boot.Servers;
import java.nio.ByteBuffer;
import net.bytebuddy.asm.Advice;

/** Inlined into what all of Jetty leaves by, compressed or not, most of it met before. */
final class JettyPassAdvice {
  private JettyPassAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.This Object exchange, @Advice.Argument(1) ByteBuffer content) {
    Servers.passes(exchange, content);
  }
}

package io.whoread.agent.scope;

import io.whoread.agent.boot.Hooks;
import net.bytebuddy.asm.Advice;

/** Inlined into {@code HttpServlet.service}. */
final class ServletAdvice {
  private ServletAdvice() {}

  @Advice.OnMethodEnter
  static Object enter(
      @Advice.This Object servlet,
      @Advice.Argument(0) Object request,
      @Advice.Argument(1) Object response) {
    return Hooks.servletEnter(servlet, request, response);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class)
  static void exit(@Advice.Enter Object token) {
    Hooks.servletExit(token);
  }
}

package io.whoread.agent.scope;

import io.whoread.agent.boot.Hooks;
import net.bytebuddy.asm.Advice;

/** Inlined into the part of a container that hands a request to an application. */
final class ContainerAdvice {
  private ContainerAdvice() {}

  @Advice.OnMethodEnter
  static Object enter(@Advice.Argument(0) Object request) {
    return Hooks.containerEnter(request);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class)
  static void exit(@Advice.Enter Object token) {
    Hooks.containerExit(token);
  }
}

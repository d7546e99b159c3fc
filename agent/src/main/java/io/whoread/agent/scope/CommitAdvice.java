package io.whoread.agent.scope;

import io.whoread.agent.boot.Hooks;
import net.bytebuddy.asm.Advice;

/** Inlined into what sends the head of a response. */
final class CommitAdvice {
  private CommitAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.This Object response) {
    Hooks.beforeHead(response);
  }
}

package io.whoread.agent.capture.bean;

import io.whoread.agent.boot.Written;
import net.bytebuddy.asm.Advice;

/** Inlined into {@code toString}: what an object says of itself it reads past its accessors. */
final class TextAdvice {
  private TextAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.This Object self) {
    Written.seen(self);
  }
}

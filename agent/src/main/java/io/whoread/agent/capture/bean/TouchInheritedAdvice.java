package io.whoread.agent.capture.bean;

import io.whoread.agent.boot.Reads;
import net.bytebuddy.asm.Advice;

/** Inlined into accessors that guarded classes inherit from one that is not guarded itself. */
final class TouchInheritedAdvice {
  private TouchInheritedAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.This Object self, @Advice.Origin("#m") String accessor) {
    Reads.touchedInherited(self, accessor);
  }
}

package io.whoread.agent.capture.bean;

import io.whoread.agent.boot.Reads;
import net.bytebuddy.asm.Advice;

/** Inlined into accessors of classes whose objects have no id. */
final class TouchNoIdAdvice {
  private TouchNoIdAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.This Object self, @Site int site) {
    Reads.touched(self, null, site);
  }
}

package io.whoread.agent.capture.bean;

import io.whoread.agent.boot.Reads;
import net.bytebuddy.asm.Advice;

/** Inlined into accessors of classes that hold their id in a primitive. */
final class TouchLongIdAdvice {
  private TouchLongIdAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.This Object self, @Id long id, @Site int site) {
    Reads.touched(self, id, site);
  }
}

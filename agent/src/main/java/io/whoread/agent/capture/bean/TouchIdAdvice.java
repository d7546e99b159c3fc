package io.whoread.agent.capture.bean;

import io.whoread.agent.boot.Reads;
import net.bytebuddy.asm.Advice;

/** Inlined into accessors of classes that hold their id in an object. */
final class TouchIdAdvice {
  private TouchIdAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.This Object self, @Id Object id, @Site int site) {
    Reads.touched(self, id, site);
  }
}

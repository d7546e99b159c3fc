package io.whoread.agent.capture.bean;

import io.whoread.agent.boot.Reads;
import net.bytebuddy.asm.Advice;

/** Inlined into accessors of classes that inherit their id, and may have no access to it. */
final class TouchElsewhereAdvice {
  private TouchElsewhereAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.This Object self, @Site int site) {
    Reads.touchedElsewhere(self, site);
  }
}

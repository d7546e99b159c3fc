package io.whoread.agent.capture.jackson3;

import io.whoread.agent.boot.Ledger;
import io.whoread.agent.boot.Written;
import net.bytebuddy.asm.Advice;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.ser.BeanPropertyWriter;

/** Inlined into what writes one property of a bean. */
final class PropertyAdvice {
  private PropertyAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Ledger enter(
      @Advice.This BeanPropertyWriter property,
      @Advice.Argument(0) Object bean,
      @Advice.Argument(1) Object generator) {
    AnnotatedMember member = property.getMember();
    return member == null ? null : Written.propertyBegin(bean, member.getName(), generator);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class)
  static void exit(@Advice.Enter Ledger begun) {
    Written.propertyEnd(begun);
  }
}

package io.whoread.agent.capture.sink;

import io.whoread.agent.boot.Written;
import net.bytebuddy.asm.Advice;

/** Inlined into what writes its second argument by the fields. */
final class SecondSeenAdvice {
  private SecondSeenAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.Argument(1) Object bean) {
    Written.seen(bean);
  }
}

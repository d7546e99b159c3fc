package io.whoread.agent.capture.sink;

import io.whoread.agent.boot.Written;
import net.bytebuddy.asm.Advice;

/** Inlined into what writes its first argument by the fields. */
final class FirstSeenAdvice {
  private FirstSeenAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Advice.Argument(0) Object bean) {
    Written.seen(bean);
  }
}

package io.whoread.agent.capture.spring;

import io.whoread.agent.boot.Reads;
import java.util.Map;
import net.bytebuddy.asm.Advice;

/** Inlined into what answers for an interface from the row that it stands for. */
final class ProjectionAdvice {
  private ProjectionAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(@Advice.FieldValue("map") Map<?, ?> row, @Advice.Argument(0) Object invocation) {
    Reads.projected(row, invocation);
  }
}

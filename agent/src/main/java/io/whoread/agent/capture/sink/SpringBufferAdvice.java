package io.whoread.agent.capture.sink;

import io.whoread.agent.boot.Sinks;
import io.whoread.agent.capture.Way;
import java.io.OutputStream;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Inlined into what sends a body of Spring's that was gathered before. */
final class SpringBufferAdvice {
  private SpringBufferAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Way int channel,
      @Advice.FieldValue(value = "bufferedOutput", typing = Assigner.Typing.DYNAMIC)
          OutputStream gathered)
      throws ReflectiveOperationException {
    if (Sinks.isOpen()) {
      Sinks.leaveGathered(channel, gathered);
    }
  }
}

package io.whoread.agent.capture.sink;

import io.whoread.agent.boot.Sinks;
import io.whoread.agent.capture.Way;
import java.io.FileDescriptor;
import net.bytebuddy.asm.Advice;

/** Inlined into what writes to a file. */
final class FileStreamAdvice {
  private FileStreamAdvice() {}

  @Advice.OnMethodEnter
  static void enter(
      @Way int channel,
      @Advice.AllArguments Object[] bytes,
      @Advice.FieldValue("fd") FileDescriptor to) {
    if (Sinks.isOpen()) {
      Sinks.leaveToFile(to, channel, bytes);
    }
  }
}

package io.whoread.agent.capture.sink;

import io.whoread.agent.boot.Sinks;
import io.whoread.agent.capture.Way;
import java.nio.ByteBuffer;
import net.bytebuddy.asm.Advice;

/** Inlined into what writes a buffer to a file. */
final class FileChannelAdvice {
  private FileChannelAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Way int channel, @Advice.Argument(0) ByteBuffer bytes) {
    if (Sinks.isOpen() && bytes.hasArray()) {
      Sinks.leave(
          channel, bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }
  }
}

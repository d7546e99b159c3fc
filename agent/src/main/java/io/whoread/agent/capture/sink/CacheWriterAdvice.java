package io.whoread.agent.capture.sink;

import io.whoread.agent.boot.Sinks;
import io.whoread.agent.capture.Way;
import net.bytebuddy.asm.Advice;

/** Inlined into what puts a value into a cache by a name and a key. */
final class CacheWriterAdvice {
  private CacheWriterAdvice() {}

  @Advice.OnMethodEnter
  static void enter(@Way int channel, @Advice.Argument(2) byte[] value) {
    if (Sinks.isOpen()) {
      // An array of its own: offset and length are not what follows.
      Sinks.leave(channel, new Object[] {value});
    }
  }
}

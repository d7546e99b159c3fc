package io.whoread.agent.capture.sink;

import io.whoread.agent.boot.Sinks;
import io.whoread.agent.capture.Way;
import net.bytebuddy.asm.Advice;

/** Inlined into what makes an event of Logback's fit for another thread. */
final class LogbackAdvice {
  private LogbackAdvice() {}

  @Advice.OnMethodExit
  static void exit(@Way int channel, @Advice.FieldValue("formattedMessage") String message) {
    // An appender that writes by itself makes the event fit too, and tells what it writes.
    if (Sinks.isOpen() && !Sinks.isWithin()) {
      Sinks.leave(channel, message);
    }
  }
}

package io.whoread.agent.capture.sink;

import io.whoread.agent.boot.Sinks;
import io.whoread.agent.capture.Way;
import net.bytebuddy.asm.Advice;
import org.apache.logging.log4j.message.Message;

/** Inlined into what puts a message of Log4j's into the ring that another thread reads. */
final class Log4jMessageAdvice {
  private Log4jMessageAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Way int channel, @Advice.Argument(5) Message message) {
    if (Sinks.isOpen()) {
      Sinks.leave(channel, message.getFormattedMessage());
    }
  }
}

package io.whoread.agent.capture.sink;

import io.whoread.agent.boot.Sinks;
import io.whoread.agent.capture.Way;
import net.bytebuddy.asm.Advice;
import org.apache.logging.log4j.core.LogEvent;

/** Inlined into what hands an event of Log4j's to another thread. */
final class Log4jEventAdvice {
  private Log4jEventAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Way int channel, @Advice.Argument(0) LogEvent event) {
    if (Sinks.isOpen()) {
      Sinks.leave(channel, event.getMessage().getFormattedMessage());
    }
  }
}

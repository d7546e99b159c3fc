package io.whoread.agent.capture.sink;

import io.whoread.agent.boot.Sinks;
import io.whoread.agent.capture.Way;
import java.util.Collection;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.apache.rocketmq.common.message.Message;

/** Inlined into what sends a message of RocketMQ's, or several. */
final class RocketAdvice {
  private RocketAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Way int channel, @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object sent) {
    if (Sinks.isOpen()) {
      if (sent instanceof Message) {
        Sinks.leave(channel, ((Message) sent).getKeys(), ((Message) sent).getBody());
      } else if (sent instanceof Collection) {
        for (Object each : (Collection<?>) sent) {
          Sinks.leave(channel, ((Message) each).getKeys(), ((Message) each).getBody());
        }
      }
    }
  }
}

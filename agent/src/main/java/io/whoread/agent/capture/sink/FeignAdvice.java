package io.whoread.agent.capture.sink;

import feign.Request;
import io.whoread.agent.boot.Sinks;
import io.whoread.agent.capture.Way;
import net.bytebuddy.asm.Advice;

/** Inlined into what makes a request of Feign's, before a client of whatever kind sends it. */
final class FeignAdvice {
  private FeignAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(@Way int channel, @Advice.Return Request request) {
    if (Sinks.isOpen()) {
      Sinks.leave(channel, request.url(), request.body());
    }
  }
}

package io.whoread.agent.scope;

import io.whoread.agent.boot.Servers;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Inlined into the methods of a response's channel, by which all of it leaves. */
final class UndertowSendAdvice {
  private UndertowSendAdvice() {}

  @Advice.OnMethodEnter
  static long enter(
      @Advice.FieldValue("this$0") Object exchange, @Advice.AllArguments Object[] arguments) {
    return Servers.sends(exchange, arguments);
  }

  @Advice.OnMethodExit
  static void exit(
      @Advice.FieldValue("this$0") Object exchange,
      @Advice.Enter long given,
      @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object taken) {
    Servers.sent(exchange, given, ((Number) taken).longValue());
  }
}

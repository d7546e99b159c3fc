package io.whoread.agent.scope;

import io.whoread.agent.actor.Exchange;
import io.whoread.agent.ship.CallerInfo;
import java.util.concurrent.atomic.AtomicBoolean;

/** One request, from its entry to its end, over all threads that work for it. */
final class Scope {
  /** The request as the container has it. */
  final Exchange outer;

  /** As the innermost servlet's filters left it; the container's before a servlet was met. */
  volatile Exchange inner;

  /** Of the application; null before a servlet was met. */
  volatile ClassLoader loader;

  /** Who acts, as last found out; null before. */
  volatile CallerInfo caller;

  volatile String operation;
  volatile byte[] traceId;
  volatile String purpose;

  /** Shared by the parts of a request that is told in several. */
  final byte[] request = Ids.random(8);

  /** True once a part was written. */
  final AtomicBoolean told = new AtomicBoolean();

  /** True once work of this request may go on beyond the thread that began it. */
  volatile boolean split;

  Scope(Exchange outer) {
    this.outer = outer;
    this.inner = outer;
  }

  /** Whether it may be worked on after the thread that has it now. */
  boolean goesOn() {
    return split || outer.isAsyncStarted();
  }
}

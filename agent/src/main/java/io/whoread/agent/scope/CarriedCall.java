package io.whoread.agent.scope;

import java.util.concurrent.Callable;

/** Work of a request that another thread does, with a result. */
final class CarriedCall implements Callable<Object> {
  private final Handovers handovers;
  private final Scope scope;
  private final Callable<?> work;

  CarriedCall(Handovers handovers, Scope scope, Callable<?> work) {
    this.handovers = handovers;
    this.scope = scope;
    this.work = work;
  }

  @Override
  public Object call() throws Exception {
    Object token = handovers.resume(scope);
    try {
      return work.call();
    } finally {
      handovers.suspend(token);
    }
  }
}

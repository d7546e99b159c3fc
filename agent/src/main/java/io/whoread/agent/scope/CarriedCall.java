package io.whoread.agent.scope;

import java.util.concurrent.Callable;

/** Work of a request that another thread does, with a result. */
final class CarriedCall implements Callable<Object> {
  private final Requests requests;
  private final Scope scope;
  private final Callable<?> work;

  CarriedCall(Requests requests, Scope scope, Callable<?> work) {
    this.requests = requests;
    this.scope = scope;
    this.work = work;
  }

  @Override
  public Object call() throws Exception {
    Object token = requests.resume(scope);
    try {
      return work.call();
    } finally {
      requests.suspend(token);
    }
  }
}

package io.whoread.agent.scope;

/** Work of a request that another thread does. */
final class CarriedRun implements Runnable {
  private final Requests requests;
  private final Scope scope;
  private final Runnable work;

  CarriedRun(Requests requests, Scope scope, Runnable work) {
    this.requests = requests;
    this.scope = scope;
    this.work = work;
  }

  @Override
  public void run() {
    Object token = requests.resume(scope);
    try {
      work.run();
    } finally {
      requests.suspend(token);
    }
  }
}

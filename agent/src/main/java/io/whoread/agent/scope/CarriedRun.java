package io.whoread.agent.scope;

/** Work of a request that another thread does. */
final class CarriedRun implements Runnable {
  private final Handovers handovers;
  private final Scope scope;
  private final Runnable work;

  CarriedRun(Handovers handovers, Scope scope, Runnable work) {
    this.handovers = handovers;
    this.scope = scope;
    this.work = work;
  }

  @Override
  public void run() {
    Object token = handovers.resume(scope);
    try {
      work.run();
    } finally {
      handovers.suspend(token);
    }
  }
}

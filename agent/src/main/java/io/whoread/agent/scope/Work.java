package io.whoread.agent.scope;

import io.whoread.agent.boot.Ledger;
import io.whoread.agent.capture.bean.TypeReader;

/** A request on one of its threads: what that thread's ledger is for. */
final class Work {
  final Scope scope;
  int servlets;

  /** The class that was met last, and how to read it: null where it is not guarded. */
  Class<?> readerOf;

  TypeReader reader;

  /**
   * Whether it goes on apart from the request itself: who acts cannot be asked of such a thread,
   * for whoever is in its security context may be another request's.
   */
  boolean elsewhere;

  /** Whether it runs the request's first servlet though it goes on apart: see {@link Requests}. */
  boolean broughtOver;

  /** What is read after it is nobody's. Milliseconds since 1970. */
  long untilMs = Long.MAX_VALUE;

  /** What its outermost servlet has to end; null where the container began it. */
  Object begun;

  Work(Scope scope) {
    this.scope = scope;
  }

  static Work of(Ledger ledger) {
    return (Work) ledger.scope;
  }

  /**
   * Gives the request what its thread's ledger holds, for the holder of the subjects' monitor; but
   * not what a thread read after it could be said for whom.
   */
  void takeOver(Ledger ledger) {
    if (ledger.hasNews() && ledger.firstAtMs() > untilMs) {
      ledger.clear();
    }
    scope.subjects.absorb(ledger);
  }
}

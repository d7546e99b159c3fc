package io.whoread.agent.scope;

import io.whoread.agent.boot.Handover;
import io.whoread.agent.boot.Ledger;
import io.whoread.agent.boot.Reads;
import io.whoread.agent.capture.bean.GuardedTypes;
import io.whoread.agent.ship.CallerInfo;
import io.whoread.agent.ship.CallerInfo.ActorInfo;
import io.whoread.record.Roles;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;

/**
 * Work of a request that is done elsewhere: told under whom and what was known when it was handed
 * over. And jobs, which are nobody's request.
 */
final class Handovers implements Handover.Target {
  /**
   * Milliseconds for which what a thread reads is taken for that of the request that started it. It
   * may be one that then serves all for ever.
   */
  private static final long THREAD_MS = 60_000;

  private final Requests requests;
  private final Threads threads;
  private final Telling telling;
  private final GuardedTypes types;

  Handovers(Requests requests, Threads threads, Telling telling, GuardedTypes types) {
    this.requests = requests;
    this.threads = threads;
    this.telling = telling;
    this.types = types;
  }

  @Override
  public Object carry(Object work) {
    Scope scope = (Scope) handsOver(Reads.slot().ledger);
    if (work instanceof Callable) {
      return new CarriedCall(this, scope, (Callable<?>) work);
    }
    if (work instanceof Executor) {
      Executor executor = (Executor) work;
      return (Executor) task -> executor.execute(new CarriedRun(this, scope, task));
    }
    return new CarriedRun(this, scope, (Runnable) work);
  }

  /** Who acts is found out beforehand: when the work is done, the request may have ended. */
  @Override
  public Object handsOver(Ledger ledger) {
    Scope scope = Work.of(ledger).scope;
    boolean known = scope.split && scope.isNamed() && !scope.isUnmatched();
    if (!Work.of(ledger).elsewhere && !known) {
      Requests.aside(ledger, () -> telling.settle(scope, true));
    }
    synchronized (scope.subjects) {
      // What it read may leave on the other thread.
      Work.of(ledger).takeOver(ledger);
    }
    scope.split = true;
    return scope;
  }

  @Override
  public Object workBegin(Object scope, boolean thread) {
    Turn turn = turn((Scope) scope);
    if (turn != null && turn.token instanceof Ledger) {
      Work work = Work.of((Ledger) turn.token);
      work.elsewhere = true;
      work.untilMs = thread ? System.currentTimeMillis() + THREAD_MS : Long.MAX_VALUE;
    }
    return turn;
  }

  @Override
  public void workEnd(Object token) {
    Turn turn = (Turn) token;
    threads.suspend(turn.token);
    if (turn.put != null) {
      Reads.slot().goOn(turn.put);
    }
  }

  @Override
  public Object jobBegin(Object runner, Object argument) throws ReflectiveOperationException {
    String name = requests.isOff() ? null : Jobs.name(runner, argument);
    if (name == null) {
      return null;
    }
    String id = Values.word(name);
    ActorInfo actor = new ActorInfo(id, Roles.SYSTEM, Jobs.source(runner), false);
    Scope job = Scope.job(new CallerInfo(actor, null, null), id, new Subjects(types));
    return workBegin(job, false);
  }

  /**
   * Continues a request on the current thread. Returns what {@link #suspend} is to be given; null
   * where the thread is at work on one already.
   */
  Object resume(Scope scope) {
    try {
      Object token = threads.attach(scope);
      if (token instanceof Ledger) {
        Work.of((Ledger) token).elsewhere = true;
      }
      return token;
    } catch (Throwable e) {
      requests.fault("resume", e);
      return null;
    }
  }

  void suspend(Object token) {
    threads.suspend(token);
  }

  /**
   * The server works for a request on the current thread, whatever that is at work on. Returns what
   * {@link #exit} is to be given; null where it is at work on that request already.
   *
   * @param begins whether the request begins now: one that goes on in the midst of another's work
   *     goes on under whoever that is for
   */
  Object enter(Scope scope, boolean begins) {
    Turn turn = turn(scope);
    if (turn != null && turn.token instanceof Ledger) {
      Work.of((Ledger) turn.token).elsewhere = turn.put != null && !begins;
    }
    return turn;
  }

  void exit(Object token) {
    Turn turn = (Turn) token;
    try {
      threads.end(turn.token);
    } finally {
      if (turn.put != null) {
        Reads.slot().goOn(turn.put);
      }
    }
  }

  /** Null where the thread is at work on that already. */
  private Turn turn(Scope scope) {
    Reads.Slot slot = Reads.slot();
    Ledger before = slot.ledger;
    if (before != null && Work.of(before).scope == scope) {
      return null;
    }
    Reads.Slot put = before == null && !slot.starving ? null : slot.pause();
    return new Turn(put, scope == null ? null : threads.attach(scope));
  }

  /** Work that was begun on a thread, and what that was at work on before. */
  static final class Turn {
    /** Null where it was at work on nothing. */
    final Reads.Slot put;

    /** Null for nobody's work. */
    final Object token;

    Turn(Reads.Slot put, Object token) {
      this.put = put;
      this.token = token;
    }
  }
}

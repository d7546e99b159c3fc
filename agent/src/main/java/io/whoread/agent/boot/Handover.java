package io.whoread.agent.boot;

/**
 * Work that is done elsewhere than on the thread of its request, and work that is nobody's request.
 * Nothing is ever thrown at the caller.
 */
public final class Handover {
  private static volatile Target target;

  private Handover() {}

  static void to(Target to) {
    target = to;
  }

  /** What work of the current request is to be done for on another thread; null for nothing. */
  static Object handsOver(Ledger ledger) {
    Target to = target;
    try {
      return to == null ? null : to.handsOver(ledger);
    } catch (Throwable e) {
      Hooks.fault("hand-over", e);
      return null;
    }
  }

  /** Returns what {@link #workEnd} is to be given, null for nothing. */
  static Object workBegin(Object scope, boolean thread) {
    Target to = target;
    try {
      return to == null ? null : to.workBegin(scope, thread);
    } catch (Throwable e) {
      Hooks.fault("work-begin", e);
      return null;
    }
  }

  /** Work ends that {@link Carried} or {@link #jobBegin} began. */
  public static void workEnd(Object token) {
    Target to = target;
    if (token != null && to != null) {
      try {
        to.workEnd(token);
      } catch (Throwable e) {
        Hooks.fault("work-end", e);
      }
    }
  }

  /**
   * A job begins, or a listener is handed a message. Returns what {@link #workEnd} is to be given.
   *
   * @param runner what runs it
   * @param argument the first that the runner was given, or null
   */
  public static Object jobBegin(Object runner, Object argument) {
    Target to = target;
    Reads.Slot slot = Reads.slot();
    if (to == null || slot.ledger != null || slot.starving) {
      return null;
    }
    try {
      return to.jobBegin(runner, argument);
    } catch (Throwable e) {
      Hooks.fault("job", e);
      return null;
    }
  }

  /** Work of the current request that will be done on another thread. */
  public static <T> T carry(T work, Class<T> as) {
    Target to = target;
    if (to != null && work != null && Reads.slot().ledger != null) {
      try {
        return as.cast(to.carry(work));
      } catch (Throwable e) {
        Hooks.fault("carry", e);
      }
    }
    return work;
  }

  /** Another thread is about to go on with what this one read for the request of both. */
  public static void handsOver() {
    Ledger ledger = Reads.slot().ledger;
    if (ledger != null && ledger.hasNews()) {
      Hooks.absorb(ledger);
    }
  }

  /** The agent, as seen from hooked classes. */
  public interface Target {
    /** Returns what the current request is known by, wherever its work is done. */
    Object handsOver(Ledger ledger);

    /**
     * Work begins on the current thread, whatever that is at work on.
     *
     * @param scope as {@link #handsOver} returned it; null for nobody's work
     * @param thread whether it is all that a thread will ever do, which may be without end
     */
    Object workBegin(Object scope, boolean thread);

    void workEnd(Object token);

    Object jobBegin(Object runner, Object argument) throws ReflectiveOperationException;

    /** Returns a Runnable, Callable or Executor, whichever {@code work} is, for the request. */
    Object carry(Object work);
  }
}

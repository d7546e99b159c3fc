package io.whoread.agent.boot;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Work that is handed to another thread: whose request it belongs to, from where it is handed over
 * to where it is done.
 *
 * <p>Work is never wrapped. Queues compare what lies in them, pools cast it, applications look for
 * it by identity; all of that would see another object. So what is handed over is remembered beside
 * it, by identity and weakly, and looked up by whoever begins to do it. A thread that is in no
 * request pays one thread-local look-up when it hands work over, and one when it does it.
 *
 * <p>Never a wrong name: an object that is handed over for one request while it is still due for
 * another, as a lambda without variables is, one object for all, is done for nobody. And a thread
 * that, waiting within a request, helps with work that belongs to another or to nobody, does it for
 * that one, and goes back to its own request after it.
 *
 * <p>This is called by classes of the JDK: it uses no lambdas, whose linking would run the very
 * classes that call it, and throws nothing.
 */
public final class Carried {
  /** Pieces of work that are due at once; what is handed over beyond it leaves no record. */
  private static final int MAX_DUE = 65_536;

  private static final ConcurrentHashMap<Object, Due> DUE = new ConcurrentHashMap<>();
  private static final ReferenceQueue<Object> COLLECTED = new ReferenceQueue<>();

  /**
   * No fewer than there are entries. The map's own count is summed up while others change it, and
   * may come to none where there is one.
   */
  private static final AtomicInteger MOST_DUE = new AtomicInteger();

  private Carried() {}

  /** A piece of work is handed to a pool, which may be handed the same object again. */
  public static void handOver(Object work) {
    handOver(work, false);
  }

  /** A piece of work that is done once, wherever it is handed over on its way. */
  public static void fork(ForkJoinTask<?> work) {
    handOver(work, true);
  }

  /** As {@link #fork(ForkJoinTask)}, of several. */
  public static void fork(Iterable<?> work) {
    if (Reads.slot().ledger != null && work != null) {
      for (Object one : work) {
        handOver(one, true);
      }
    }
  }

  /** As {@link #fork(ForkJoinTask)}, unless it is the pool that virtual threads run on. */
  public static void fork(ForkJoinPool pool, ForkJoinTask<?> work) {
    // Its tasks are not work but the threads themselves, and it is called where threads change.
    if (!pool.getFactory().getClass().getName().startsWith("java.lang.")) {
      handOver(work, true);
    }
  }

  /**
   * A thread starts another one. Carried are virtual threads, and plain ones that are nobody's own
   * class: those of pools and servers, which serve many, have classes of their own, or are begun
   * within {@link #poolEnter}.
   */
  public static void starts(Thread thread) {
    Reads.Slot slot = Reads.slot();
    if (slot.ledger != null
        && slot.pooling == 0
        && thread.getClass().getName().startsWith("java.lang.")) {
      handOver(thread, true);
    }
  }

  /** Threads that are started until {@link #poolExit} are a pool's own. */
  public static void poolEnter() {
    Reads.slot().pooling++;
  }

  public static void poolExit() {
    Reads.slot().pooling--;
  }

  private static void handOver(Object work, boolean once) {
    Reads.Slot slot = Reads.slot();
    Ledger ledger = slot.ledger;
    if (work == null || ledger == null && MOST_DUE.get() == 0) {
      return;
    }
    try {
      Probe probe = new Probe(work);
      Object scope = ledger == null ? null : Handover.handsOver(ledger);
      if (scope != null || DUE.containsKey(probe)) {
        add(work, probe, scope, once);
      }
    } catch (Throwable e) {
      Hooks.failed(e);
    }
  }

  private static void add(Object work, Probe probe, Object scope, boolean once) {
    for (Reference<?> gone = COLLECTED.poll(); gone != null; gone = COLLECTED.poll()) {
      if (DUE.remove(gone) != null) {
        MOST_DUE.decrementAndGet();
      }
    }
    for (; ; ) {
      Due due = DUE.get(probe);
      if (due == null) {
        if (scope == null || MOST_DUE.get() >= MAX_DUE) {
          return;
        }
        MOST_DUE.incrementAndGet();
        if (DUE.putIfAbsent(new Key(work, COLLECTED), new Due(scope, 1)) == null) {
          return;
        }
        MOST_DUE.decrementAndGet();
      } else if (once && due.scope == scope) {
        return;
      } else if (DUE.replace(
          probe, due, new Due(due.scope == scope ? scope : null, due.times + 1))) {
        return;
      }
    }
  }

  private static Due take(Object work) {
    Probe probe = new Probe(work);
    for (; ; ) {
      Due due = DUE.get(probe);
      if (due == null) {
        return null;
      }
      boolean taken =
          due.times == 1
              ? DUE.remove(probe, due)
              : DUE.replace(probe, due, new Due(due.scope, due.times - 1));
      if (taken) {
        if (due.times == 1) {
          MOST_DUE.decrementAndGet();
        }
        return due;
      }
    }
  }

  /**
   * Work begins on the current thread: for its request, or for nobody. Returns what {@link #end} is
   * to be given.
   */
  public static Object begin(Object work) {
    try {
      Due due = MOST_DUE.get() == 0 ? null : take(work);
      Object scope = due == null ? null : due.scope;
      return scope == null && Reads.slot().ledger == null ? null : Handover.workBegin(scope, false);
    } catch (Throwable e) {
      Hooks.failed(e);
      return null;
    }
  }

  /** A thread begins. One that was not carried is left to whatever it does. */
  public static Object beginThread(Thread thread) {
    try {
      Due due = MOST_DUE.get() == 0 ? null : take(thread);
      return due == null || due.scope == null
          ? null
          : Handover.workBegin(due.scope, thread.getClass() == Thread.class);
    } catch (Throwable e) {
      Hooks.failed(e);
      return null;
    }
  }

  public static void end(Object token) {
    if (token != null) {
      Handover.workEnd(token);
    }
  }

  /** In the place of a pool's call of a task. */
  public static void run(Runnable work) {
    Object token = begin(work);
    try {
      work.run();
    } finally {
      end(token);
    }
  }

  /** How many pieces of work are due. */
  static int due() {
    return DUE.size();
  }

  /** For whom an object is due, and how often. Immutable, compared by identity. */
  private static final class Due {
    /** Null where it is not known for whom. */
    final Object scope;

    final int times;

    Due(Object scope, int times) {
      this.scope = scope;
      this.times = times;
    }
  }

  private static final class Key extends WeakReference<Object> {
    private final int hash;

    Key(Object work, ReferenceQueue<Object> collected) {
      super(work, collected);
      hash = System.identityHashCode(work);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      return this == other || other instanceof Key && get() != null && get() == ((Key) other).get();
    }
  }

  /** Finds a key by its object. */
  private static final class Probe {
    private final Object work;

    Probe(Object work) {
      this.work = work;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(work);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key && ((Key) other).get() == work;
    }
  }
}

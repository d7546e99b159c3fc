package io.whoread.agent.scope;

import io.whoread.agent.boot.Ledger;
import io.whoread.agent.boot.Reads;
import io.whoread.agent.ship.Recorder;
import io.whoread.record.v1.GapReason;

/**
 * The threads that are at work for requests. Each has a ledger of its own for as long as it is; one
 * for which there is no room works on without, and what it then misses is a gap.
 */
final class Threads {
  private final Ledgers ledgers = new Ledgers();
  private final Recorder recorder;
  private final Teller teller;

  Threads(Recorder recorder, Teller teller) {
    this.recorder = recorder;
    this.teller = teller;
  }

  /** Records what is new of a ledger's request. */
  interface Teller {
    /**
     * @param more whether the request may have more to tell later
     */
    void tell(Ledger ledger, boolean more);
  }

  /** Whether all ledgers together may take so much more of the heap. */
  boolean mayGrow(long bytes) {
    return ledgers.mayGrow(bytes);
  }

  /**
   * Begins work for a request on the current thread. Returns what {@link #suspend} or {@link #end}
   * is to be given; null where the thread is at work on one already.
   */
  Object attach(Scope scope) {
    Reads.Slot slot = Reads.slot();
    if (slot.ledger != null || slot.starving) {
      return null;
    }
    Ledger ledger = ledgers.take();
    if (ledger == null) {
      slot.starving = true;
      return new Starved(System.currentTimeMillis());
    }
    ledger.scope = new Work(scope);
    ledger.attach(slot);
    return ledger;
  }

  /** Ends the thread's work for a request that may go on elsewhere. Never throws. */
  void suspend(Object token) {
    try {
      end(token, true);
    } catch (Throwable e) {
      recorder.fault("suspend", e);
    }
  }

  /**
   * Ends the thread's work for a request.
   *
   * @param token null for nothing to end
   */
  void end(Object token) {
    end(token, false);
  }

  private void end(Object token, boolean more) {
    if (token instanceof Starved) {
      end((Starved) token);
    } else if (token != null) {
      end((Ledger) token, more);
    }
  }

  /** A request that read nothing has lost nothing. */
  private void end(Starved request) {
    Reads.Slot slot = Reads.slot();
    boolean missed = slot.missed;
    slot.starving = false;
    slot.missed = false;
    if (missed) {
      long now = System.currentTimeMillis();
      recorder.gap(
          GapReason.GAP_REASON_LEDGER,
          request.sinceMs,
          now,
          1,
          "more requests at once than ledgers");
    }
  }

  private void end(Ledger ledger, boolean more) {
    try {
      teller.tell(ledger, more || Work.of(ledger).scope.goesOn());
    } finally {
      ledger.clear();
      ledger.detach();
      ledgers.giveBack(ledger);
    }
  }

  /** A request on a thread for which no ledger could be had. */
  private static final class Starved {
    final long sinceMs;

    Starved(long sinceMs) {
      this.sinceMs = sinceMs;
    }
  }
}

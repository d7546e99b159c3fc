package io.whoread.agent.scope;

import io.whoread.agent.boot.Ledger;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Lends ledgers to threads, and keeps the heap of all of them within bounds. */
final class Ledgers {
  /** Of the agent's 16 MB; the rest is for caches and buffers. */
  static final long MAX_BYTES = 12L << 20;

  /** Ledgers that grew beyond this are not kept. */
  private static final int KEPT_ENTRIES = 512;

  private static final int MAX_KEPT = 128;

  private final ConcurrentLinkedQueue<Ledger> free = new ConcurrentLinkedQueue<>();
  private final AtomicInteger kept = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  /** An empty ledger, or null where the bounds are reached. */
  Ledger take() {
    Ledger ledger = free.poll();
    if (ledger != null) {
      kept.decrementAndGet();
      return ledger;
    }
    Ledger fresh = new Ledger();
    if (mayGrow(size(fresh))) {
      return fresh;
    }
    return null;
  }

  void giveBack(Ledger ledger) {
    ledger.scope = null;
    if (ledger.capacity() <= KEPT_ENTRIES && kept.incrementAndGet() <= MAX_KEPT) {
      free.offer(ledger);
      return;
    }
    if (ledger.capacity() <= KEPT_ENTRIES) {
      kept.decrementAndGet();
    }
    bytes.addAndGet(-size(ledger));
  }

  boolean mayGrow(long by) {
    if (bytes.addAndGet(by) <= MAX_BYTES || by < 0) {
      return true;
    }
    bytes.addAndGet(-by);
    return false;
  }

  private static long size(Ledger ledger) {
    return (long) ledger.capacity() * Ledger.ENTRY_BYTES;
  }
}

package io.whoread.agent.ship;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock whose holder may hang in a call to the disk. The service's threads wait for it for a
 * bounded time, and while a holder is known to hang not at all: one of them is held up by the disk,
 * the others go on without a record.
 */
final class BoundedLock {
  /** Longer than a disk takes that is merely slow, shorter than clients wait for an answer. */
  static final long MAX_WAIT_MS = 2_000;

  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean hangs;

  /** False where the lock could not be had in time. An interrupt is kept for later. */
  boolean enter() {
    if (!lock.tryLock() && (hangs || !inTime())) {
      hangs = true;
      return false;
    }
    hangs = false;
    return true;
  }

  private boolean inTime() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MAX_WAIT_MS);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return lock.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** For the agent's own threads: waits for as long as it takes. */
  void await() {
    lock.lock();
    hangs = false;
  }

  void exit() {
    hangs = false;
    lock.unlock();
  }
}

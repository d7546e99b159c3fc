package io.whoread.agent.ship;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock whose holder may hang in a call to the disk. The service's threads wait for it for a
 * bounded time, and while a holder is known to hang not at all: one of them is held up by the disk,
 * the others go on without a record.
 *
 * <p>Who waits long is not yet who waits for a disk. Where more threads want to run than can, as in
 * a service that starts under load, one passes after the other and some are late; or all of them
 * stood still for a while. So the time is waited in turns, which are no shorter where all is slow,
 * and as long as others pass there are more of them.
 */
final class BoundedLock {
  /** Longer than a disk takes that is merely slow, shorter than clients wait for an answer. */
  static final long MAX_WAIT_MS = 2_000;

  private static final long TURN_MS = 100;

  /** While others pass: a disk may be so slow that the queue before it never ends. */
  private static final long MOST_TURNS = 50;

  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean hangs;

  /** How often it was let go. Written by the holder alone. */
  private volatile int passes;

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
    boolean interrupted = false;
    try {
      int seen = passes;
      int turns = 0;
      for (long still = 0; still < MAX_WAIT_MS && turns < MOST_TURNS; ) {
        try {
          if (lock.tryLock(TURN_MS, TimeUnit.MILLISECONDS)) {
            return true;
          }
        } catch (InterruptedException e) {
          interrupted = true;
          continue;
        }
        turns++;
        int now = passes;
        still = now == seen ? still + TURN_MS : 0;
        seen = now;
      }
      return false;
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
    passes++;
    lock.unlock();
  }
}

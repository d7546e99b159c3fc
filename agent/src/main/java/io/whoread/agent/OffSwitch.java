package io.whoread.agent;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Switches the agent off and on again, and tells the trail of it.
 *
 * <p>It is switched off where a service is in trouble, which may be that its memory has ended: then
 * any step may fail. So each can be taken again, the next tick does what is left to do, and the
 * trail is told what is so, not what was asked for.
 *
 * <p>Whoever is killed while switched off leaves the interval in the trail all the same: it is told
 * piece by piece, short ones first, and is over only when it is told to be on again.
 */
final class OffSwitch {
  /**
   * Milliseconds between two pieces of an interval that goes on. The collector takes it that a
   * process which says no more was off for two minutes longer.
   */
  static final long TELL_MS = 20_000;

  private static final String OFF = "switched off";
  private static final String ON_AGAIN = "switched on again";

  private final Capture capture;
  private final Trail trail;
  private final LongSupplier clock;
  private final Consumer<String> log;

  private boolean wantsOff;

  /** Whether the capture is as it is wanted; if not, that broke off half-way. */
  private boolean done = true;

  /** Since when it is off, in milliseconds since 1970; 0 where the trail has it that it is on. */
  private long since;

  /** Up to when that is in the trail. */
  private long toldMs;

  /** Whether the trail has it as it is; if not, telling it broke off, perhaps after it was kept. */
  private boolean isTold = true;

  /** What is switched. All of it may fail half-way, and is then called again. */
  interface Capture {
    /** Whether requests that begin are let pass. */
    void pass(boolean all);

    void weave();

    void unweave();
  }

  /** Where intervals are told, in milliseconds since 1970. */
  interface Trail {
    void off(long fromMs, long toMs, String detail);
  }

  /**
   * @param clock in milliseconds since 1970
   * @param log is told what is so now
   */
  OffSwitch(Capture capture, Trail trail, LongSupplier clock, Consumer<String> log) {
    this.capture = capture;
    this.trail = trail;
    this.clock = clock;
    this.log = log;
  }

  synchronized void want(boolean off) {
    if (off != wantsOff) {
      wantsOff = off;
      done = false;
    }
    settle();
  }

  /** To be called every few seconds. */
  synchronized void tick() {
    try {
      long nowMs = clock.getAsLong();
      boolean isOff = wantsOff || !done;
      boolean isDue = !isTold || nowMs - toldMs >= Math.min(TELL_MS, toldMs - since);
      if (since != 0 && isOff && isDue) {
        tell(OFF);
      }
    } finally {
      settle();
    }
  }

  /** For the end of the process. Nothing is over: requests go on until the JVM is gone. */
  synchronized void end() {
    if (since != 0) {
      tell(OFF);
    }
  }

  private void settle() {
    if (!done && wantsOff) {
      switchOff();
    } else if (!done) {
      // Takes a while, in which nothing is recorded yet.
      capture.weave();
      capture.pass(false);
      done = true;
      log.accept("is switched on again");
    }
    if (!wantsOff && since != 0) {
      tell(ON_AGAIN);
      since = 0;
    }
  }

  private void switchOff() {
    if (since == 0) {
      toldMs = clock.getAsLong();
      since = toldMs;
    }
    try {
      // On disk before it is so: a process that is killed in between leaves a gap, and not a lie.
      tell(OFF);
    } finally {
      // And if it cannot be told: it is wanted, and told by the next tick.
      capture.pass(true);
      capture.unweave();
      done = true;
      log.accept("is switched off");
    }
  }

  private void tell(String detail) {
    isTold = false;
    long nowMs = clock.getAsLong();
    trail.off(toldMs, nowMs, detail);
    toldMs = nowMs;
    isTold = true;
  }
}

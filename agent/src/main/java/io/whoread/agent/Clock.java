package io.whoread.agent;

import java.io.File;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** What has to be looked at every two seconds, on a thread of its own. */
final class Clock {
  private static final long EVERY_MS = 2_000;

  private final File offFile;
  private final Consumer<String> command;
  private final LongConsumer tick;
  private final BiConsumer<String, Throwable> faults;

  /** Whether the file was there when that was last told. */
  private boolean off;

  /**
   * @param offFile null for none
   * @param command is told {@code off} when the file has appeared, {@code on} when it is gone, and
   *     told so again where it fails
   * @param tick is given the time in milliseconds since 1970
   * @param faults is told of errors
   */
  Clock(
      File offFile,
      Consumer<String> command,
      LongConsumer tick,
      BiConsumer<String, Throwable> faults) {
    this.faults = faults;
    this.offFile = offFile;
    this.command = command;
    this.tick = tick;
  }

  void start() {
    Thread thread = new Thread(this::run, "whoread-clock");
    thread.setDaemon(true);
    thread.start();
  }

  private void look() {
    try {
      boolean there = offFile != null && offFile.exists();
      if (there != off) {
        command.accept(there ? "off" : "on");
        off = there;
      }
    } finally {
      tick.accept(System.currentTimeMillis());
    }
  }

  /**
   * Memory may end at any moment, so nothing is done where an error is caught: the next turn does
   * it. An interrupt is an error like others, as nobody of ours sends one.
   */
  private void run() {
    // Looked up at the first error otherwise, and that look-up fails for want of memory as well.
    Objects.requireNonNull(Throwable.class);
    Throwable error = null;
    while (true) {
      try {
        if (error == null) {
          look();
          Thread.sleep(EVERY_MS);
        } else {
          Thread.sleep(EVERY_MS);
          Throwable noted = error;
          error = null;
          faults.accept("clock", noted);
        }
      } catch (Throwable e) {
        error = e;
      }
    }
  }
}

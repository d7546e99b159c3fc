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
  private boolean off;

  /**
   * @param offFile null for none
   * @param command is told {@code off} when the file has appeared, {@code on} when it is gone
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
      if (offFile != null && offFile.exists() != off) {
        off = !off;
        command.accept(off ? "off" : "on");
      }
      tick.accept(System.currentTimeMillis());
    } catch (Throwable e) {
      failed(e);
    }
  }

  private void failed(Throwable error) {
    try {
      faults.accept("clock", error);
    } catch (Throwable e) {
      // There is no memory for a note either. There may be some again in the next round.
    }
  }

  private void run() {
    // Looked up at the first error, which may be that memory has ended: then that fails as well.
    Objects.requireNonNull(Throwable.class);
    try {
      while (true) {
        look();
        Thread.sleep(EVERY_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

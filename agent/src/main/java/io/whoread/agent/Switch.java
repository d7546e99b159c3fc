package io.whoread.agent;

import java.io.File;
import java.util.function.Consumer;

/** Switches the agent off while a file is there. */
final class Switch {
  private static final long EVERY_MS = 2_000;

  private Switch() {}

  /**
   * @param command is told {@code off} when the file has appeared, {@code on} when it is gone
   */
  static void watch(File file, Consumer<String> command) {
    Thread thread =
        new Thread(
            () -> {
              boolean off = false;
              while (!Thread.currentThread().isInterrupted()) {
                if (file.exists() != off) {
                  off = !off;
                  command.accept(off ? "off" : "on");
                }
                try {
                  Thread.sleep(EVERY_MS);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }
            },
            "whoread-switch");
    thread.setDaemon(true);
    thread.start();
  }
}

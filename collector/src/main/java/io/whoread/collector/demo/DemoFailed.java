package io.whoread.collector.demo;

import java.nio.file.Path;

/** A part of the demo did not do what it should; the message says which, and what was seen. */
final class DemoFailed extends Exception {
  private static final long serialVersionUID = 1;

  private final String part;
  private final transient Path log;

  /**
   * @param part of the demo: "shop", "collector" ...
   * @param log that may tell more, or null
   */
  DemoFailed(String part, String message, Path log) {
    super(message);
    this.part = part;
    this.log = log;
  }

  /**
   * @param seen what was there instead
   */
  static void unless(boolean holds, String part, String seen, Path log) throws DemoFailed {
    if (!holds) {
      throw new DemoFailed(part, seen, log);
    }
  }

  String part() {
    return part;
  }

  Path log() {
    return log;
  }
}

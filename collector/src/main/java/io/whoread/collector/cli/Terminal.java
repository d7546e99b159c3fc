package io.whoread.collector.cli;

/** Whether a person watches. */
public final class Terminal {
  private Terminal() {}

  /** Whether input and output are a terminal. */
  public static boolean attached() {
    // From JDK 22 to 24 there is a console without a terminal, unless told so.
    System.setProperty("jdk.console", "java.base");
    return System.console() != null;
  }

  /** Whether it also takes colours, and writes over a line. */
  public static boolean colourful() {
    return attached() && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
  }
}

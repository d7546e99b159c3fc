package io.whoread.collector.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * What the person at the terminal reads. On a terminal, progress is one line that is written over;
 * anywhere else (a file, a pipe, a CI log) each line stands, without colours, and progress is a
 * line where nothing was said for some seconds. Safe for many threads.
 */
final class Story {
  private static final int WIDTH = 76;
  private static final Duration SILENCE = Duration.ofSeconds(8);
  private static final int LINE = 112;

  /** Behind a space, and before a Chinese character. */
  private static final Pattern BREAKS = Pattern.compile("(?<= )|(?=\\p{IsHan})");

  /** From here on characters are wide, as far as sentences have them. */
  private static final int WIDE = 0x2e80;

  private final PrintStream out;
  private final boolean terminal;
  private final LongSupplier clock;
  private final long started;
  private long said;
  private boolean progressShown;

  Story(PrintStream out, boolean terminal) {
    this(out, terminal, System::nanoTime);
  }

  /**
   * @param clock nanoseconds since any time
   */
  Story(PrintStream out, boolean terminal, LongSupplier clock) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
    started = clock.getAsLong();
    said = started;
  }

  /** Begins a chapter. */
  synchronized void chapter(String title) {
    clear();
    out.println();
    out.println(paint("1", title) + paint("2", "  " + elapsed()));
  }

  synchronized void say(String text) {
    clear();
    for (String line : text.split("\n")) {
      out.println(wrapped(line, "  "));
    }
    out.flush();
  }

  /** A command that the person could have typed. */
  synchronized void command(String text) {
    clear();
    out.println("  " + paint("2", "$ ") + paint("36", text));
    out.flush();
  }

  synchronized void done(String text) {
    clear();
    out.println("  " + paint("32", "ok") + "  " + text);
    out.flush();
  }

  synchronized void alarm(String text) {
    clear();
    out.println("  " + paint("1;31", "ALERT") + wrapped(text, "         ").substring(7));
    out.flush();
  }

  synchronized void failure(String text) {
    clear();
    out.println("  " + paint("1;31", "FAILED") + "  " + text);
    out.flush();
  }

  /** What is under way right now; on a terminal until the next line, else where it was silent. */
  synchronized void progress(String text) {
    if (!terminal) {
      if (clock.getAsLong() - said >= SILENCE.toNanos()) {
        clear();
        out.println("  ... " + text);
        out.flush();
      }
      return;
    }
    clear();
    out.print("  " + paint("2", text.length() > WIDTH ? text.substring(0, WIDTH) : text));
    out.flush();
    progressShown = true;
  }

  /** The same with a bar. */
  void progress(String text, long done, long all) {
    int filled = (int) (24 * Math.min(done, all) / Math.max(all, 1));
    progress("[" + "#".repeat(filled) + ".".repeat(24 - filled) + "] " + text);
  }

  /** Breaks a long line at its spaces, and Chinese, which has none, between its characters. */
  static String wrapped(String text, String indent) {
    StringBuilder all = new StringBuilder(indent);
    int column = indent.length();
    for (String word : BREAKS.split(text)) {
      if (column + width(word.stripTrailing()) > LINE && column > indent.length()) {
        all.setLength(all.toString().stripTrailing().length());
        all.append("\n").append(indent);
        column = indent.length();
      }
      all.append(word);
      column += width(word);
    }
    return all.toString().stripTrailing();
  }

  /** Columns on a terminal: a Chinese character and its punctuation take two. */
  private static int width(String text) {
    return text.codePoints().map(character -> character >= WIDE ? 2 : 1).sum();
  }

  private void clear() {
    said = clock.getAsLong();
    if (progressShown) {
      out.print("\r\u001b[K");
      progressShown = false;
    }
  }

  private String elapsed() {
    Duration since = Duration.ofNanos(clock.getAsLong() - started);
    return "%d:%02d".formatted(since.toMinutes(), since.toSecondsPart());
  }

  private String paint(String code, String text) {
    return terminal ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}

package io.whoread.collector.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is wrong with lines of a file, a few of each sort: of a file that is another one than was
 * meant every line may be.
 */
final class LineProblems {
  private static final int TOLD = 5;

  private final Path file;
  private final PrintWriter err;
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  LineProblems(Path file, PrintWriter err) {
    this.file = file;
    this.err = err;
  }

  /**
   * @param sort of problem
   * @param line from 1
   */
  void tell(String sort, long line, String sentence) {
    if (counts.merge(sort, 1, Integer::sum) <= TOLD) {
      err.println(file + ":" + line + ": " + sentence);
    }
  }

  /** Of the order in a line nothing was read. */
  void untraced(long line) {
    tell("untraced", line, "left out: no read of this order");
  }

  /** Says how many more there were, and begins again. */
  void finish() {
    counts.forEach(
        (sort, count) -> {
          if (count > TOLD) {
            err.println(file + ": " + (count - TOLD) + " more lines like these: " + sort);
          }
        });
    counts.clear();
  }
}

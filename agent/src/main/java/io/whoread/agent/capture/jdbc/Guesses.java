package io.whoread.agent.capture.jdbc;

import io.whoread.agent.config.GuardRule;
import io.whoread.agent.guess.Guess;

/** What the names of columns say, where no configuration does. */
final class Guesses {
  private Guesses() {}

  /** The name that says more of a column: an alias that tells something, else its own. */
  static String name(Column column) {
    return Guess.tells(column.label) && !Guess.tells(column.name)
        ? column.label.toLowerCase(java.util.Locale.ROOT)
        : column.name;
  }

  /** Null where nothing is personal. */
  static GuardRule rule(Iterable<String> columns) {
    return Guess.rule("row", columns);
  }
}

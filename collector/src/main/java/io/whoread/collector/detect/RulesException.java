package io.whoread.collector.detect;

/** Rules that cannot be used; the message names file and line and says what would be right. */
public final class RulesException extends RuntimeException {
  RulesException(String message) {
    super(message);
  }
}

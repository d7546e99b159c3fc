package io.whoread.agent.ship;

import java.io.IOException;

/**
 * The way to the collector is not as it should be. Unlike those of the JDK's errors, the message is
 * our own: it says what is wrong, and holds no value.
 */
final class UnusableException extends IOException {
  private static final long serialVersionUID = 1;

  UnusableException(String message) {
    this(message, null);
  }

  UnusableException(String message, Throwable cause) {
    super(message, cause);
  }
}

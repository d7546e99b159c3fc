package io.whoread.collector.cli;

/** A command could not be done; the message says in one line why and what would help. */
public final class CommandFailed extends RuntimeException {
  public CommandFailed(String message) {
    super(message);
  }

  public CommandFailed(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.whoread.agent.log;

/** Stands in for {@code java.util.logging.Level}, as {@link Logger} does for its logger. */
public enum Level {
  WARNING
}

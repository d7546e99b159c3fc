package io.whoread.agent.log;

import org.slf4j.LoggerFactory;

/**
 * Stands in for {@code java.util.logging.Logger} in the libraries of the agent's jar, which the
 * build rewrites: starting the real one before the application does could choose its log manager
 * for it.
 */
public final class Logger {
  private final org.slf4j.Logger to;

  private Logger(String name) {
    to = LoggerFactory.getLogger(name);
  }

  public static Logger getLogger(String name) {
    return new Logger(name);
  }

  public void warning(String message) {
    to.warn(message);
  }

  public void log(Level level, String message) {
    if (level == Level.WARNING) {
      to.warn(message);
    }
  }
}

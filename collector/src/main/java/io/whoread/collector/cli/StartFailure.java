package io.whoread.collector.cli;

import io.whoread.collector.settings.SettingsException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.web.server.PortInUseException;

/**
 * Why a collector did not start, in one line. The server's own exceptions wrap the cause many times
 * over; what is told is the innermost that a person can do something about. All of it goes to the
 * log where the cause is none of those that are known.
 */
final class StartFailure {
  private static final Logger LOGGER = LoggerFactory.getLogger(StartFailure.class);
  private static final int LONGEST = 300;

  private StartFailure() {}

  static CommandFailed of(RuntimeException e) {
    Throwable last = e;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof PortInUseException port) {
        return portInUse(port.getPort(), e);
      }
      if (cause instanceof SettingsException || isSetting(cause)) {
        return new CommandFailed(cause.getMessage(), e);
      }
      if (cause instanceof BindException bind && bind.getProperty() != null) {
        return setting(bind, e);
      }
      if (cause instanceof IOException io) {
        return new CommandFailed(CommandFailed.reason(io), e);
      }
      last = cause;
    }
    LOGGER.error("the collector cannot start", e);
    return new CommandFailed("the collector cannot start: " + line(last), e);
  }

  /** A setting of ours that was refused; its message begins with its name. */
  private static boolean isSetting(Throwable cause) {
    return cause instanceof IllegalArgumentException
        && String.valueOf(cause.getMessage()).startsWith("whoread.");
  }

  static CommandFailed portInUse(int port, Exception e) {
    return new CommandFailed("port " + port + " is in use: choose another with --port", e);
  }

  private static CommandFailed setting(BindException bind, RuntimeException e) {
    return new CommandFailed(
        "setting %s: \"%s\" cannot be read as %s (it comes from %s)"
            .formatted(
                bind.getProperty().getName(),
                bind.getProperty().getValue(),
                bind.getTarget().getType().toClass().getSimpleName(),
                bind.getProperty().getOrigin()),
        e);
  }

  private static String line(Throwable cause) {
    String text =
        cause.getMessage() == null
            ? cause.getClass().getSimpleName()
            : cause.getMessage().replaceAll("\\s+", " ").strip();
    return text.length() > LONGEST ? text.substring(0, LONGEST) + " ..." : text;
  }
}

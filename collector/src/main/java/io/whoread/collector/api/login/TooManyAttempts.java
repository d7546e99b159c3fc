package io.whoread.collector.api.login;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** Log-in is refused for a while, whatever the password. */
public final class TooManyAttempts extends AuthenticationException {
  private static final long serialVersionUID = 1;

  private final Duration wait;

  TooManyAttempts(Duration wait) {
    super("too many failed attempts");
    this.wait = wait;
  }

  /** In whole seconds, at least 1. */
  public long seconds() {
    return Math.max(1, (wait.toMillis() + 999) / 1000);
  }
}

package io.whoread.agent.ship;

import java.io.IOException;

/** The rest of a segment cannot be read, and never will be. */
final class DamagedException extends IOException {
  DamagedException(String message) {
    super(message);
  }
}

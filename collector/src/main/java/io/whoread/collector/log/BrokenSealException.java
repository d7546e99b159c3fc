package io.whoread.collector.log;

import java.io.IOException;

/** The log is not the one that its last checkpoint tells of, or there is no checkpoint. */
public final class BrokenSealException extends IOException {
  private static final String WAY_ON =
      ". Restore the folder of the log from a back-up; or start once with --renew-seals, to go on"
          + " without what the old seals prove";

  /**
   * @param place file, and offset where it is known
   */
  BrokenSealException(Object place, String what) {
    super(place + ": " + what + WAY_ON);
  }
}

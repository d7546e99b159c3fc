package io.whoread.collector.log;

import java.io.IOException;
import java.nio.file.Path;

/** The log does not hold what was once safely written to it. Nothing repairs this by guessing. */
public final class LogCorruptedException extends IOException {
  LogCorruptedException(Path segment, long offset, String what) {
    super(segment + ": damaged at offset " + offset + ": " + what);
  }

  LogCorruptedException(Path segment, String what) {
    super(segment + ": " + what + ". Restore it from a back-up, or all of the log's folder");
  }
}

package io.whoread.collector.log;

import java.io.IOException;
import java.nio.file.Path;

/** Another process has this log open. */
public final class LogInUseException extends IOException {
  public LogInUseException(String where) {
    super(where + " is in use: another collector writes it");
  }

  LogInUseException(Path dir) {
    super(dir + " is in use: another collector runs on this data");
  }
}

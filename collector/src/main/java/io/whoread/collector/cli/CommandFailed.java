package io.whoread.collector.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** A command could not be done; the message says in one line why and what would help. */
public final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CommandFailed(String message) {
    super(message);
  }

  public CommandFailed(String message, Throwable cause) {
    super(message, cause);
  }

  /** What went wrong with a file or a connection, where the exception names the file alone. */
  static String reason(IOException e) {
    String what =
        switch (e) {
          case NoSuchFileException none -> ": no such file or folder";
          case AccessDeniedException denied -> ": this user may not read or write it";
          case FileAlreadyExistsException exists -> ": exists already, and is no folder";
          default -> "";
        };
    if (!what.isEmpty()) {
      return ((FileSystemException) e).getFile() + what;
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}

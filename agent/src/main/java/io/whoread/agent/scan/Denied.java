package io.whoread.agent.scan;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says why a file cannot be read or written: such exceptions name the file alone. */
final class Denied {
  private Denied() {}

  /** What went wrong, in one line. */
  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return ((FileSystemException) e).getFile() + ": " + me() + " may not read or write it";
    }
    if (e instanceof NoSuchFileException) {
      return ((FileSystemException) e).getFile() + ": no such file";
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  /**
   * Why the file of a service cannot be read, or replaced by another; null where it can, as far as
   * is known.
   */
  static String replacing(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.exists(folder) && !Files.notExists(folder)
        || Files.isDirectory(folder) && !Files.isExecutable(folder)) {
      return folder + ": " + me() + " may not look into it" + by(folder);
    }
    if (!Files.isRegularFile(file)) {
      return file + ": no such file; `whoread service add` makes the folder with it";
    }
    if (!Files.isReadable(file)) {
      return file + ": " + me() + " may not read it" + by(file);
    }
    folder = file.toRealPath().getParent();
    return writing(folder);
  }

  /** Why no file can be made in a folder; null where one can. */
  static String writing(Path folder) {
    return Files.isWritable(folder)
        ? null
        : folder + ": " + me() + " may not write there" + by(folder);
  }

  /** What is said where a file that takes another's place cannot be given to its owner. */
  static String owning(Path file) {
    return file
        + ": belongs to "
        + owner(file)
        + ", and "
        + me()
        + " cannot leave it so"
        + by(file);
  }

  private static String me() {
    return "user " + System.getProperty("user.name");
  }

  private static String by(Path file) {
    String owner = owner(file);
    return owner.isEmpty() ? "" : "; begin the command with sudo -u " + owner;
  }

  /** Empty where it is not known. */
  private static String owner(Path file) {
    try {
      return Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }
}

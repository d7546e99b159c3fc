package io.whoread.collector.log;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of all that a collector keeps. It belongs to the account alone that runs the
 * collector: what lies in it, and who may read that, need then not be asked of each file.
 */
public final class DataFolder {
  /** Which one it is where a command is told none. */
  public static final String USUAL = "whoread-data";

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");
  private static final Logger LOGGER = LoggerFactory.getLogger(DataFolder.class);

  private DataFolder() {}

  /** Makes the folder where it is missing, closed to other accounts as far as they are known. */
  public static void make(Path dir) throws IOException {
    if (Files.isDirectory(dir)) {
      return;
    }
    Files.createDirectories(dir.toAbsolutePath().getParent());
    try {
      if (posix(dir)) {
        Files.createDirectory(dir, PosixFilePermissions.asFileAttribute(OWNER));
      } else {
        Files.createDirectory(dir);
      }
    } catch (FileAlreadyExistsException e) {
      // Another command has just made it; or it is a file, as whoever writes into it will be told.
    }
  }

  /** As {@link #make}; says in the log where a folder that was there is open to other accounts. */
  public static void open(Path dir) throws IOException {
    make(dir);
    if (posix(dir) && Files.isDirectory(dir)) {
      Set<PosixFilePermission> others = new HashSet<>(Files.getPosixFilePermissions(dir));
      others.removeAll(OWNER);
      if (!others.isEmpty()) {
        LOGGER.warn(
            "other accounts of this machine can read or change what is in {}, and the trail is for"
                + " nobody else: `chmod 700 {}` closes it",
            dir,
            dir);
      }
    }
  }

  /**
   * What a command is told, with a space before it, so that it takes this folder, as it is typed
   * into a shell; empty where it takes it anyway.
   */
  public static String option(Path dir) {
    Path whole = dir.toAbsolutePath().normalize();
    if (whole.equals(Path.of(USUAL).toAbsolutePath().normalize())) {
      return "";
    }
    String typed = whole.toString();
    return " --data "
        + (typed.matches("[\\w./:@+-]+") ? typed : "'" + typed.replace("'", "'\\''") + "'");
  }

  private static boolean posix(Path dir) {
    return dir.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}

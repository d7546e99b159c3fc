package io.whoread.agent.ship;

import java.io.File;
import java.io.IOException;

/** Folders and files that nobody but the service's own user may read. */
public final class PrivateFiles {
  private PrivateFiles() {}

  /**
   * Makes a folder, with those above it that are missing, and takes everybody else's rights to it.
   * Folders above it that were there already are left as they are: others may have a part in them.
   *
   * @throws IOException where it cannot be made, or can be neither restricted nor written
   */
  public static void folder(File dir) throws IOException {
    make(dir);
    restrict(dir);
  }

  /**
   * Makes a folder, with those above it that are missing, for the service's own user alone. One
   * that was there already is left as it is.
   */
  public static void make(File dir) throws IOException {
    File parent = dir.getAbsoluteFile().getParentFile();
    if (parent != null && !parent.isDirectory()) {
      make(parent);
    }
    if (dir.mkdir()) {
      restrict(dir);
    } else if (!dir.isDirectory()) {
      throw new IOException("cannot make the folder " + dir + why(dir));
    }
  }

  /** What keeps a folder from being made, which the call that makes one does not tell. */
  private static String why(File dir) {
    if (dir.exists()) {
      return ": a file has that name";
    }
    try {
      if (dir.createNewFile()) {
        dir.delete();
      }
      return "";
    } catch (IOException e) {
      return ": " + e.getMessage();
    }
  }

  /** Takes everybody else's rights to a folder or a file. */
  static void restrict(File file) throws IOException {
    if (!isRestricted(file) && !file.canWrite()) {
      throw new IOException(
          "cannot keep " + file + " private and writable: it belongs to another user");
    }
  }

  /** Whether everybody else's rights to a folder or a file could be taken, so that it is secret. */
  public static boolean isRestricted(File file) {
    boolean ok = file.setReadable(false, false) && file.setReadable(true, true);
    ok &= file.setWritable(false, false) && file.setWritable(true, true);
    if (file.isDirectory()) {
      ok &= file.setExecutable(false, false) && file.setExecutable(true, true);
    }
    return ok;
  }
}

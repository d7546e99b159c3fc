package io.whoread.agent.ship;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Keeps the batches that the collector refused for good, for the service's own user to look at:
 * {@code RUN-SEQUENCE.batch}, and beside it {@code .txt} with what the collector said. The oldest
 * go when there is no room.
 */
final class Quarantine {
  private final File dir;
  private final long maxBytes;

  Quarantine(File dir, long maxBytes) {
    this.dir = dir;
    this.maxBytes = maxBytes;
  }

  void keep(String name, byte[] batch, String answer) throws IOException {
    PrivateFiles.folder(dir);
    makeRoom(maxBytes - batch.length);
    write(new File(dir, name + ".batch"), batch);
    write(new File(dir, name + ".txt"), answer.getBytes("UTF-8"));
  }

  /** The folder. */
  @Override
  public String toString() {
    return dir.toString();
  }

  private void makeRoom(long bytes) {
    File[] files = dir.listFiles();
    if (files == null) {
      return;
    }
    Arrays.sort(files, Comparator.comparingLong(File::lastModified));
    long present = Arrays.stream(files).mapToLong(File::length).sum();
    for (int i = 0; i < files.length && present > bytes; i++) {
      present -= files[i].length();
      if (!files[i].delete()) {
        return;
      }
    }
  }

  private static void write(File file, byte[] bytes) throws IOException {
    try (FileOutputStream out = new FileOutputStream(file)) {
      PrivateFiles.restrict(file);
      out.write(bytes);
    }
  }
}

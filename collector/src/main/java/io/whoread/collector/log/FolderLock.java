package io.whoread.collector.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a log's folder to one process. */
public final class FolderLock implements Closeable {
  private final FileChannel file;

  private FolderLock(FileChannel file) {
    this.file = file;
  }

  /**
   * @param dir is there
   * @throws LogInUseException where another process has it
   */
  public static FolderLock take(Path dir) throws IOException {
    FileChannel file =
        FileChannel.open(dir.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock held;
    try {
      held = file.tryLock();
    } catch (OverlappingFileLockException e) {
      held = null;
    }
    if (held == null) {
      file.close();
      throw new LogInUseException(dir);
    }
    return new FolderLock(file);
  }

  /**
   * Does nothing but see whether it could be taken.
   *
   * @throws LogInUseException where another process has it
   */
  public static void requireFree(Path dir) throws IOException {
    if (Files.isDirectory(dir)) {
      take(dir).close();
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

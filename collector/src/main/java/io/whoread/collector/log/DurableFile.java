package io.whoread.collector.log;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that are replaced as a whole: after a crash there is the old one or the new one. */
public final class DurableFile {
  private DurableFile() {}

  /** Writes what a file is to hold. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  public static void replace(Path file, ByteBuffer bytes) throws IOException {
    replaceWith(
        file,
        channel -> {
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }

  /** For content that only the file's owner may read, from its first byte on. */
  public static void replaceSecret(Path file, ByteBuffer bytes) throws IOException {
    Path fresh = fresh(file);
    Files.deleteIfExists(fresh);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    replace(file, bytes);
  }

  /** For content that is too much to be held in memory at once. */
  public static void replace(Path file, Content content) throws IOException {
    replaceWith(
        file,
        channel -> {
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
          content.writeTo(out);
          out.flush();
        });
  }

  @FunctionalInterface
  private interface Filler {
    void fill(FileChannel channel) throws IOException;
  }

  private static void replaceWith(Path file, Filler filler) throws IOException {
    Path fresh = fresh(file);
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      filler.fill(channel);
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    flushNames(file.toAbsolutePath().getParent());
  }

  private static Path fresh(Path file) {
    return file.resolveSibling(file.getFileName() + ".new");
  }

  /** A change of files. */
  @FunctionalInterface
  public interface Change {
    void make() throws IOException;
  }

  /** Makes a change while nobody else, in any process, makes one under the same lock file. */
  public static void alone(Path lockFile, Change change) throws IOException {
    // A file's lock is the whole process's: its threads take turns before.
    synchronized (DurableFile.class) {
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        assert lock.isValid();
        change.make();
      }
    }
  }

  /** Makes the names in a folder durable: a new file is safe only once its name is. */
  static void flushNames(Path dir) throws IOException {
    try (FileChannel channel = FileChannel.open(dir, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}

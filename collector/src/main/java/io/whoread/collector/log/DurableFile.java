package io.whoread.collector.log;

import java.io.BufferedOutputStream;
import java.io.Closeable;
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
    try (Draft draft = new Draft(file)) {
      while (bytes.hasRemaining()) {
        draft.channel.write(bytes);
      }
      draft.publish();
    }
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
    try (Draft draft = new Draft(file)) {
      content.writeTo(draft.out());
      draft.publish();
    }
  }

  /** What a file is to hold, while it is being written; given up unless it is published. */
  public static final class Draft implements Closeable {
    private final Path file;
    private final FileChannel channel;
    private final OutputStream out;
    private boolean published;

    public Draft(Path file) throws IOException {
      this.file = file;
      this.channel =
          FileChannel.open(
              fresh(file),
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      this.out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
    }

    /** Takes what the file is to hold. */
    public OutputStream out() {
      return out;
    }

    /** Puts it on disk and in the place of what the file held before. */
    public void publish() throws IOException {
      out.flush();
      channel.force(true);
      Files.move(
          fresh(file), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      flushNames(file.toAbsolutePath().getParent());
      published = true;
    }

    @Override
    public void close() throws IOException {
      channel.close();
      if (!published) {
        Files.deleteIfExists(fresh(file));
      }
    }
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

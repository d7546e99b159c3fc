package io.whoread.agent.ship;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The part of the spool that one run writes: a folder named by the run, with its segments, the
 * place up to which they are acked, and a lock that its owner holds for as long as it lives.
 *
 * <p>The lock is the operating system's, so that it is gone with a process however that ends. Two
 * things must be minded. Such a lock belongs to the process, and closing any other handle of the
 * file in the same process lets it go: so this class knows what this process holds and never
 * touches it twice. And a lock can be won on a file that was deleted meanwhile: so the folder is
 * looked at once more when its lock is won, and a run whose folder was taken away keeps the old
 * lock beside the new one.
 *
 * <p>A folder without a segment is one that is being made, between its making and its locking, or
 * being deleted. Nobody takes it over until it has been like that for a minute.
 */
final class RunFolder {
  private static final Set<String> HELD = Collections.synchronizedSet(new HashSet<>());

  /** Segments that are not in use yet: one that the sender made, one that a writer makes. */
  static final String SPARE = "spare";

  static final String FRESH = "fresh";

  /** See {@link KeptGaps}. */
  static final String GAPS = "gaps";

  private static final String SEGMENT = "%08d.spool";
  private static final String LOCK = "lock";
  private static final long EMPTY_MS = 60_000;

  private final File dir;
  private RandomAccessFile lock;

  /** Locks of this folder that were deleted while they were held. */
  private final List<RandomAccessFile> deletedLocks = new ArrayList<>();

  private RunFolder(File dir) {
    this.dir = dir;
  }

  /** Makes a new folder and locks it. */
  static RunFolder create(File parent, String run) throws IOException {
    RunFolder folder = new RunFolder(new File(parent, run));
    folder.restore();
    return folder;
  }

  /**
   * Takes over what another run left.
   *
   * @return null where that run, or somebody who took it over, is alive
   */
  static RunFolder adopt(File dir) throws IOException {
    RunFolder folder = new RunFolder(dir);
    if (!folder.isAdoptable() || !folder.hold()) {
      return null;
    }
    if (!folder.isAdoptable()) {
      folder.release();
      return null;
    }
    return folder;
  }

  private boolean isAdoptable() {
    if (!segments().isEmpty()) {
      return true;
    }
    long age = System.currentTimeMillis() - dir.lastModified();
    return dir.isDirectory() && (age < 0 || age >= EMPTY_MS);
  }

  /** Makes the folder and its lock anew, at first or where somebody deleted it. */
  void restore() throws IOException {
    if (lock != null) {
      deletedLocks.add(lock);
      lock = null;
      HELD.remove(dir.getAbsolutePath());
    }
    PrivateFiles.folder(dir.getParentFile());
    PrivateFiles.folder(dir);
    if (!hold()) {
      throw new IOException("somebody else holds " + dir);
    }
  }

  private boolean hold() throws IOException {
    if (!HELD.add(dir.getAbsolutePath())) {
      return false;
    }
    RandomAccessFile file = null;
    try {
      file = new RandomAccessFile(file(LOCK), "rw");
      FileLock won = file.getChannel().tryLock();
      if (won != null) {
        lock = file;
        return true;
      }
    } catch (FileNotFoundException e) {
      if (dir.isDirectory()) {
        throw e;
      }
      // Whoever had it has just deleted it.
    } finally {
      if (lock == null) {
        HELD.remove(dir.getAbsolutePath());
        if (file != null) {
          file.close();
        }
      }
    }
    return false;
  }

  /** Lets others take it over. */
  void release() throws IOException {
    for (RandomAccessFile deleted : deletedLocks) {
      deleted.close();
    }
    deletedLocks.clear();
    if (lock != null) {
      RandomAccessFile file = lock;
      lock = null;
      try {
        file.close();
      } finally {
        HELD.remove(dir.getAbsolutePath());
      }
    }
  }

  /**
   * Deletes the folder, in which nothing is left to send, and lets go of it. Its segments go first:
   * without them nobody takes it for a dead run's, and its lock last.
   */
  void delete() throws IOException {
    for (int number : segments()) {
      deleteSegment(number);
    }
    File[] files = dir.listFiles((parent, name) -> !name.equals(LOCK));
    if (files != null) {
      for (File file : files) {
        delete(file);
      }
    }
    delete(file(LOCK));
    delete(dir);
    release();
  }

  private static void delete(File file) throws IOException {
    if (!file.delete() && file.exists()) {
      throw new IOException("cannot delete " + file);
    }
  }

  String run() {
    return dir.getName();
  }

  /** Whether the folder is there, and locked by this process. */
  boolean isHeld() {
    return lock != null && dir.isDirectory();
  }

  /** False where another version of the agent left it: that one is to read it. */
  boolean isOfThisVersion() throws IOException {
    TreeSet<Integer> segments = segments();
    byte[] magic = Frames.MAGIC.clone();
    if (!segments.isEmpty()) {
      try (RandomAccessFile in = new RandomAccessFile(segment(segments.first()), "r")) {
        in.read(magic);
      }
    }
    int version = magic[magic.length - 1];
    magic[magic.length - 1] = Frames.MAGIC[magic.length - 1];
    return version == Frames.MAGIC[magic.length - 1] || !Arrays.equals(magic, Frames.MAGIC);
  }

  /** Numbers of the segments that are there. */
  TreeSet<Integer> segments() {
    TreeSet<Integer> numbers = new TreeSet<>();
    String[] names = dir.list();
    if (names != null) {
      for (String name : names) {
        if (name.matches("[0-9]{8}\\.spool")) {
          numbers.add(Integer.parseInt(name.substring(0, 8)));
        }
      }
    }
    return numbers;
  }

  File segment(int number) {
    return new File(dir, String.format(SEGMENT, number));
  }

  void deleteSegment(int number) throws IOException {
    delete(segment(number));
  }

  /** Bytes of all segments. */
  long bytes() {
    long bytes = 0;
    for (int number : segments()) {
      bytes += segment(number).length();
    }
    return bytes;
  }

  /** When a segment was last written; 0 where there is none. */
  long modifiedMs() {
    return segments().stream().mapToLong(number -> segment(number).lastModified()).max().orElse(0);
  }

  /** Deletes what was prepared and is no segment. */
  void deleteUnused() throws IOException {
    delete(file(SPARE));
    delete(file(FRESH));
  }

  /** Deletes the gaps that the run kept: somebody else has them now. */
  void deleteGaps() throws IOException {
    delete(file(GAPS));
  }

  File file(String name) {
    return new File(dir, name);
  }

  /**
   * Makes a segment full of zeros, so that a full disk is met here and not when an access is
   * written.
   *
   * @param name which {@link #use} changes to a segment's: whoever reads the folder never sees a
   *     segment half made
   */
  void prepare(String name, int size) throws IOException {
    File file = file(name);
    byte[] bytes = new byte[64 << 10];
    System.arraycopy(Frames.MAGIC, 0, bytes, 0, Frames.MAGIC.length);
    try (RandomAccessFile segment = new RandomAccessFile(file, "rw")) {
      for (int at = 0; at < size; at += bytes.length) {
        segment.write(bytes, 0, Math.min(bytes.length, size - at));
        Arrays.fill(bytes, 0, Frames.MAGIC.length, (byte) 0);
      }
    } catch (IOException e) {
      delete(file);
      throw e;
    }
  }

  /** Makes what was prepared a segment. */
  void use(String name, int number) throws IOException {
    if (!file(name).renameTo(segment(number))) {
      throw new IOException("cannot rename " + file(name));
    }
  }
}

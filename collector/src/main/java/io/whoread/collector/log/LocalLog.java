package io.whoread.collector.log;

import com.google.protobuf.CodedOutputStream;
import io.whoread.collector.log.v1.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log in segments on the local disk.
 *
 * <p><b>Group commit.</b> Appending queues. One thread takes whatever has queued, writes it in one
 * go, flushes it once, and answers all of it; what queues meanwhile is the next group. So the rate
 * is bound by bandwidth and not by the disk's latency, and one lone entry waits for one flush only.
 *
 * <p><b>Failure.</b> After a write or flush has failed, what the page cache says about the file and
 * what the disk holds may differ, and a second flush may report success without having written
 * anything (PostgreSQL's "fsyncgate"). So the log takes nothing more; a restart finds out what the
 * disk holds.
 *
 * <p><b>Start.</b> The first segment begins at position 0. The last one is read whole: a torn tail
 * is cut off and said so. Earlier segments are checked for their length at start, and frame by
 * frame whenever they are read. Anything wrong there, or before the tail, is a {@link
 * LogCorruptedException}.
 */
public final class LocalLog implements Log {
  /** The most that one write and flush covers. */
  static final int MAX_GROUP_BYTES = 4 << 20;

  /** Above this, {@link #append} waits. */
  private static final long MAX_QUEUED_BYTES = 64 << 20;

  private static final int SEGMENT_BYTES = 256 << 20;
  // A timestamp takes at most so many bytes of an encoded entry.
  private static final int TIMESTAMP_BYTES = 11;
  private static final Logger LOGGER = LoggerFactory.getLogger(LocalLog.class);

  private final Path dir;
  private final int segmentBytes;
  private final FolderLock lockFile;
  private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
  private final Thread committer = new Thread(this::commit, "log");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition queued = lock.newCondition();
  private final Condition drained = lock.newCondition();
  private final Condition committed = lock.newCondition();
  // Guarded by lock.
  private ArrayDeque<Pending> queue = new ArrayDeque<>();
  private long queuedBytes;
  private boolean closing;
  private IOException failure;

  private volatile long end;

  // The committer's own.
  private final ByteBuffer group = ByteBuffer.allocateDirect(MAX_GROUP_BYTES);
  private FileChannel channel;
  private Segment active;
  private long lastMs;

  private record Pending(Entry entry, int size, CompletableFuture<Long> done) {}

  private LocalLog(Path dir, int segmentBytes, FolderLock lockFile) {
    this.dir = dir;
    this.segmentBytes = segmentBytes;
    this.lockFile = lockFile;
  }

  /**
   * Opens the log in a folder, which is made where it is missing.
   *
   * @throws LogCorruptedException where it is damaged
   * @throws LogInUseException where another process has it open
   */
  public static LocalLog open(Path dir) throws IOException {
    return open(dir, SEGMENT_BYTES);
  }

  /** As {@link #open(Path)}, for a caller who holds the {@link FolderLock} already. */
  public static LocalLog openLocked(Path dir) throws IOException {
    LocalLog log = new LocalLog(dir, SEGMENT_BYTES, null);
    log.load();
    log.committer.start();
    return log;
  }

  /** Whether a file is one of those that a local log is made of. */
  public static boolean isSegment(Path file) {
    return Segment.is(file);
  }

  static LocalLog open(Path dir, int segmentBytes) throws IOException {
    Files.createDirectories(dir);
    FolderLock lockFile = FolderLock.take(dir);
    try {
      LocalLog log = new LocalLog(dir, segmentBytes, lockFile);
      log.load();
      log.committer.start();
      return log;
    } catch (IOException | RuntimeException e) {
      lockFile.close();
      throw e;
    }
  }

  private void load() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(dir)) {
      files = all.filter(Segment::is).sorted().toList();
    }
    if (!files.isEmpty() && !files.getFirst().equals(Segment.file(dir, 0))) {
      throw new LogCorruptedException(
          Segment.file(dir, 0),
          "missing, while the log goes on in " + files.getFirst().getFileName());
    }
    for (int i = 0; i < files.size() - 1; i++) {
      String next = files.get(i + 1).getFileName().toString();
      Segment segment = Segment.openSealed(files.get(i), Long.parseLong(next.substring(0, 19)));
      segments.put(segment.base(), segment);
    }
    active = files.isEmpty() ? Segment.create(dir, 0) : openLast(files.getLast());
    segments.put(active.base(), active);
    end = active.end();
    channel = FileChannel.open(active.file(), StandardOpenOption.WRITE);
    channel.position(active.size());
    if (end > start()) {
      try (Cursor last = read(end - 1)) {
        last.next();
        lastMs = last.entry().getReceivedMs();
      }
    }
  }

  private static Segment openLast(Path file) throws IOException {
    Segment segment = Segment.openLast(file);
    long torn = Files.size(file) - segment.size();
    segment.settle();
    if (torn > 0) {
      LOGGER
          .atWarn()
          .addKeyValue("segment", file.getFileName())
          .addKeyValue("offset", segment.size())
          .addKeyValue("bytes", torn)
          .log(
              "{}: cut {} bytes off at offset {}: a write that a crash broke off, never"
                  + " acknowledged",
              file,
              torn,
              segment.size());
    }
    return segment;
  }

  @Override
  public CompletableFuture<Long> append(Entry given) {
    Entry entry = given.getReceivedMs() == 0 ? given : given.toBuilder().clearReceivedMs().build();
    int size = entry.getSerializedSize() + TIMESTAMP_BYTES;
    if (size > MAX_ENTRY_BYTES) {
      throw new IllegalArgumentException(
          "an entry of " + size + " bytes; the log takes " + MAX_ENTRY_BYTES + " at most");
    }
    Pending pending = new Pending(entry, size, new CompletableFuture<>());
    lock.lock();
    try {
      while (queuedBytes > MAX_QUEUED_BYTES && failure == null && !closing) {
        drained.awaitUninterruptibly();
      }
      if (failure != null || closing) {
        pending.done.completeExceptionally(new IOException("the log takes nothing more", failure));
      } else {
        queue.add(pending);
        queuedBytes += size;
        queued.signal();
      }
    } finally {
      lock.unlock();
    }
    return pending.done;
  }

  @Override
  public IOException failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  private void commit() {
    List<Pending> taken = new ArrayList<>();
    try {
      while (take(taken)) {
        write(taken);
        long position = publish(taken.size());
        for (Pending pending : taken) {
          pending.done.complete(position++);
        }
        taken.clear();
        if (active.size() >= segmentBytes) {
          roll();
        }
      }
      active.saveMarks();
    } catch (IOException | RuntimeException | Error e) {
      fail(e instanceof IOException io ? io : new IOException("the log's writer failed", e), taken);
    }
  }

  /** Waits for entries; false once the log is closing and all are written. */
  private boolean take(List<Pending> taken) {
    lock.lock();
    try {
      while (queue.isEmpty()) {
        if (closing) {
          return false;
        }
        queued.awaitUninterruptibly();
      }
      int bytes = 0;
      while (!queue.isEmpty()) {
        int framed = Frame.HEADER + queue.peek().size;
        if (bytes + framed > MAX_GROUP_BYTES) {
          break;
        }
        bytes += framed;
        queuedBytes -= queue.peek().size;
        taken.add(queue.poll());
      }
      drained.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void write(List<Pending> taken) throws IOException {
    group.clear();
    int start = active.size();
    long relative = active.end() - active.base();
    lastMs = Math.max(lastMs, System.currentTimeMillis());
    for (Pending pending : taken) {
      int at = group.position();
      // An entry's encoding begins with the time, which it does not have yet.
      int length =
          CodedOutputStream.computeInt64Size(Entry.RECEIVED_MS_FIELD_NUMBER, lastMs)
              + pending.entry.getSerializedSize();
      CodedOutputStream out = CodedOutputStream.newInstance(group.slice(at + Frame.HEADER, length));
      out.writeInt64(Entry.RECEIVED_MS_FIELD_NUMBER, lastMs);
      pending.entry.writeTo(out);
      out.flush();
      Frame.seal(group, at, length, start);
      active.note(relative++, start + at);
      group.position(at + Frame.HEADER + length);
    }
    group.flip();
    while (group.hasRemaining()) {
      channel.write(group);
    }
    channel.force(false);
  }

  /** Lets readers see what was written; returns the position of its first entry. */
  private long publish(int entries) {
    long first = active.end();
    active.publish(first + entries - active.base(), active.size() + group.limit());
    lock.lock();
    try {
      end = first + entries;
      committed.signalAll();
    } finally {
      lock.unlock();
    }
    return first;
  }

  private void roll() throws IOException {
    channel.close();
    active.saveMarks();
    active = Segment.create(dir, active.end());
    channel = FileChannel.open(active.file(), StandardOpenOption.WRITE);
    channel.position(active.size());
    segments.put(active.base(), active);
  }

  private void fail(IOException e, List<Pending> taken) {
    LOGGER.error("the log takes nothing more until a restart: {}", active, e);
    List<Pending> refused = new ArrayList<>(taken);
    lock.lock();
    try {
      failure = e;
      refused.addAll(queue);
      queue = new ArrayDeque<>();
      queuedBytes = 0;
      drained.signalAll();
      committed.signalAll();
    } finally {
      lock.unlock();
    }
    for (Pending pending : refused) {
      pending.done.completeExceptionally(e);
    }
  }

  @Override
  public long end() {
    return end;
  }

  @Override
  public long start() {
    return segments.firstKey();
  }

  @Override
  public Cursor read(long from) throws IOException {
    return open(from);
  }

  @Override
  public Lookup lookup() {
    return new LocalLookup(this);
  }

  LocalCursor open(long from) throws IOException {
    if (from < start() || from > end) {
      throw new IllegalArgumentException(
          "position " + from + " of a log from " + start() + " to " + end);
    }
    return new LocalCursor(position -> segments.floorEntry(position).getValue(), from);
  }

  @Override
  public boolean await(long position, Duration timeout) throws InterruptedException {
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (end <= position && left > 0) {
        left = committed.awaitNanos(left);
      }
      return end > position;
    } finally {
      lock.unlock();
    }
  }

  /** Writes what was appended, and lets the folder go. */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closing = true;
      queued.signal();
      drained.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (committer.isAlive()) {
      try {
        committer.join(TimeUnit.SECONDS.toMillis(60));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    channel.close();
    if (lockFile != null) {
      lockFile.close();
    }
  }
}

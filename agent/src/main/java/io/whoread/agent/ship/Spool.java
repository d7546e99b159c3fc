package io.whoread.agent.ship;

import com.google.protobuf.CodedOutputStream;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Gap;
import io.whoread.record.v1.GapReason;
import io.whoread.record.v1.GuardedType;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/**
 * This run's spool: what is in here survives the JVM.
 *
 * <p>Parts of batches are appended to a segment with plain {@link RandomAccessFile#write}. That is
 * as quick as a mapped file and survives {@code kill -9} as well, but a full disk is an exception
 * here and not an error in the request's thread, and an interrupt of that thread closes nothing. It
 * does not survive the host: nothing is forced to disk.
 *
 * <p>Which accesses form a batch is decided when they are written: a batch ends when it is full,
 * when its segment is, or when the sender asks for what there is ({@link #next}). So whoever reads
 * the segments, now or after a crash, finds the same batches under the same sequence numbers, and
 * the collector can tell what it has already.
 *
 * <p>One lock guards everything that writing threads and the sender share. A thread that writes
 * holds it for the encoding and one system call; making a segment is left to the sender ({@link
 * #tend}) unless a segment fills up between two of its rounds. After a failure nothing is tried in
 * a writing thread until the sender has found that it works again: the service is not to wait for a
 * broken disk.
 */
final class Spool implements Source {
  private static final int MAX_SEGMENT = 1 << 20;

  private static final String FULL = "full";

  /** Nanoseconds between two attempts to have a spool after a failure. */
  private static final long REPAIR_EVERY = 1_000_000_000L;

  /** The largest part of a batch that what is guarded may take. */
  private static final int MAX_COVERAGE = 40_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Books books = new Books();
  private final PendingGaps gaps = new PendingGaps();
  private final Faults faults;
  private final BatchEncoder encoder;
  private final File parent;
  private final String run;
  private final int segmentSize;
  private final long maxBytes;

  private RunFolder folder;
  private RunReader reader;
  private RandomAccessFile file;
  private int segment;
  private int position;

  /** Where the open batch begins in its segment. */
  private int batchStart;

  private long sequence;
  private volatile boolean spare;

  /** Why nothing can be written at present; null where it can. */
  private String trouble;

  private boolean closed;
  private long adoptedBytes;
  private long triedAt;

  /** Segments that are not freed, by number. */
  private final TreeMap<Integer, Content> contents = new TreeMap<>();

  private static final class Content {
    int end;
    long accesses;
    long fromMs = Long.MAX_VALUE;
    long toMs = Long.MIN_VALUE;
  }

  /**
   * @param parent the service's folder
   * @param maxBytes for segments
   */
  Spool(
      ShipConfig config, FieldNames fields, byte[] run, File parent, long maxBytes, Faults faults) {
    this.faults = faults;
    this.parent = parent;
    this.maxBytes = maxBytes;
    this.run = Hex.of(run);
    encoder = new BatchEncoder(config, fields, run);
    segmentSize = (int) Math.min(MAX_SEGMENT, maxBytes / 7 & ~4095);
    repair();
  }

  /** See {@link Recorder#write}. */
  boolean write(AccessDraft draft) {
    long atMs = draft == null ? System.currentTimeMillis() : draft.atMs;
    lock.lock();
    try {
      return append(draft);
    } catch (IOException e) {
      broken(e);
      return drop(GapReason.GAP_REASON_SPOOL, atMs, trouble);
    } catch (Throwable e) {
      // A draft that is not as it should be: what is in memory of this batch is no longer sure.
      encoder.end();
      faults.count("ship.write", e);
      return drop(GapReason.GAP_REASON_ERROR, atMs, e.getClass().getName());
    } finally {
      lock.unlock();
    }
  }

  private boolean append(AccessDraft draft) throws IOException {
    byte[] request = draft.request;
    int total = BatchEncoder.items(draft);
    int from = 0;
    while (true) {
      if (!ready(draft.atMs)) {
        return drop(
            closed ? GapReason.GAP_REASON_OFF : GapReason.GAP_REASON_SPOOL, draft.atMs, trouble);
      }
      int next = encoder.access(draft, from, request, room());
      if (next == total) {
        flush(draft.atMs, true);
        return true;
      }
      if (!encoder.isEmpty()) {
        encoder.end();
      } else if (next <= from) {
        throw new IllegalArgumentException("one item alone is larger than a batch");
      } else if (request == null) {
        request = new byte[8];
        ThreadLocalRandom.current().nextBytes(request);
        encoder.end();
      } else {
        flush(draft.atMs, true);
        encoder.end();
        from = next;
      }
    }
  }

  /** See {@link Recorder#gap}. */
  void gap(GapReason reason, long fromMs, long toMs, long accesses, String detail) {
    lock.lock();
    try {
      gaps.add(reason, fromMs, toMs, accesses, Rows.text(detail == null ? "" : detail));
      tellGaps();
    } finally {
      lock.unlock();
    }
  }

  private void tellGaps() {
    while (!gaps.isEmpty()) {
      Gap gap = gaps.first();
      if (!message(Batch.GAPS_FIELD_NUMBER, gap.getTo().getSeconds() * 1_000, gap.toByteArray())) {
        return;
      }
      gaps.told();
    }
  }

  /**
   * Writes a coverage report.
   *
   * @param guarded what the report says beside books and faults
   */
  boolean coverage(Coverage.Builder guarded, long nowMs, boolean stopping) {
    faults.addTo(guarded);
    bound(guarded);
    guarded.setAt(PendingGaps.timestamp(nowMs)).setStopping(stopping);
    byte[] most = guarded.build().toByteArray();
    lock.lock();
    try {
      Coverage.Builder sums = Coverage.newBuilder();
      books.addTo(sums);
      return message(Batch.COVERAGE_FIELD_NUMBER, nowMs, most, sums.build().toByteArray());
    } finally {
      lock.unlock();
    }
  }

  /** Leaves out types, and if that is not enough all else, so that the report fits a batch. */
  private void bound(Coverage.Builder guarded) {
    if (guarded.buildPartial().getSerializedSize() <= MAX_COVERAGE) {
      return;
    }
    faults.count("ship.coverage", new IllegalStateException());
    List<GuardedType> types = guarded.getTypesList();
    guarded.clearTypes();
    int size = guarded.buildPartial().getSerializedSize();
    if (size > MAX_COVERAGE) {
      guarded.clear();
      size = 0;
    }
    for (GuardedType type : types) {
      size += CodedOutputStream.computeMessageSize(Coverage.TYPES_FIELD_NUMBER, type);
      if (size > MAX_COVERAGE) {
        return;
      }
      guarded.addTypes(type);
    }
  }

  /** Appends something that is no access; false where that is not possible now. */
  private boolean message(int fieldNumber, long atMs, byte[]... pieces) {
    try {
      while (ready(atMs)) {
        if (encoder.message(fieldNumber, room(), pieces)) {
          flush(atMs, false);
          return true;
        }
        if (encoder.isEmpty()) {
          throw new IllegalArgumentException("larger than a batch");
        }
        encoder.end();
      }
    } catch (IOException e) {
      broken(e);
    }
    return false;
  }

  /** Has an open batch with room in a segment. */
  private boolean ready(long atMs) throws IOException {
    if (trouble != null) {
      return false;
    }
    if (encoder.isOpen() && room() > 0) {
      return true;
    }
    if (position + Frames.HEADER + BatchEncoder.MAX_BYTES > segmentSize || file == null) {
      roll();
      if (trouble != null) {
        return false;
      }
    }
    encoder.begin(sequence + 1, atMs);
    return true;
  }

  private int room() {
    return Math.min(encoder.room(), segmentSize - position - Frames.HEADER);
  }

  private void flush(long atMs, boolean access) throws IOException {
    int length = encoder.frameLength();
    file.write(encoder.frame(), 0, length);
    if (encoder.isEmpty()) {
      sequence++;
      batchStart = position;
    }
    position += length;
    encoder.written();
    if (encoder.isFull()) {
      encoder.end();
    }
    Content content = contents.get(segment);
    content.end = position;
    content.fromMs = Math.min(content.fromMs, atMs);
    content.toMs = Math.max(content.toMs, atMs);
    if (access) {
      content.accesses++;
      books.spooled();
    }
  }

  private boolean drop(GapReason reason, long atMs, String detail) {
    books.dropped(reason);
    gaps.add(reason, atMs, atMs, 1, detail);
    return false;
  }

  /** Goes on in a fresh segment. */
  private void roll() throws IOException {
    encoder.end();
    closeFile();
    if (isFull()) {
      trouble = "full";
      return;
    }
    if (spare) {
      spare = false;
      folder.use(RunFolder.SPARE, segment + 1);
    } else {
      folder.prepare(RunFolder.FRESH, segmentSize);
      folder.use(RunFolder.FRESH, segment + 1);
    }
    file = new RandomAccessFile(folder.segment(segment + 1), "rw");
    file.seek(Frames.MAGIC.length);
    segment++;
    position = Frames.MAGIC.length;
    Content content = new Content();
    content.end = position;
    contents.put(segment, content);
  }

  private boolean isFull() {
    return (contents.size() + 1L) * segmentSize + adoptedBytes > maxBytes;
  }

  private void broken(IOException e) {
    encoder.end();
    closeFile();
    faults.count("ship.spool", e);
    trouble = e.getClass().getName();
  }

  private void closeFile() {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        faults.count("ship.spool", e);
      }
      file = null;
    }
  }

  /**
   * What the sender does on each of its rounds: has the next segment ready, sees whether writing
   * works again after a failure, and tells the gaps that could not be told.
   *
   * @param adoptedBytes on disk from other runs
   */
  void tend(long adoptedBytes) {
    lock.lock();
    try {
      this.adoptedBytes = adoptedBytes;
      if (closed) {
        return;
      }
      if (trouble != null && (trouble.equals(FULL) || System.nanoTime() - triedAt > REPAIR_EVERY)) {
        repair();
      }
      tellGaps();
    } finally {
      lock.unlock();
    }
    prepareSpare();
  }

  private void repair() {
    triedAt = System.nanoTime();
    try {
      if (folder == null) {
        folder = RunFolder.create(parent, run);
        reader = new RunReader(folder, faults);
      } else if (!folder.exists()) {
        folder.restore();
      }
      trouble = null;
      if (file == null) {
        roll();
      }
    } catch (IOException e) {
      broken(e);
    }
  }

  private void prepareSpare() {
    lock.lock();
    try {
      if (trouble != null || spare || position < segmentSize / 2 || isFull()) {
        return;
      }
    } finally {
      lock.unlock();
    }
    // Without the lock: a writer that cannot wait for it makes a segment of its own.
    try {
      folder.prepare(RunFolder.SPARE, segmentSize);
      spare = true;
    } catch (IOException e) {
      faults.count("ship.spool", e);
    }
  }

  @Override
  public RunReader reader() {
    return reader;
  }

  @Override
  public SpooledBatch next() throws IOException {
    while (reader != null) {
      int limit;
      boolean last;
      lock.lock();
      try {
        Content content = contents.get(reader.place.segment);
        if (content == null) {
          return null;
        }
        last = reader.place.segment == segment;
        boolean open = last && encoder.isOpen() && !encoder.isEmpty();
        if (open && reader.place.offset == batchStart) {
          encoder.end();
          open = false;
        }
        limit = open ? batchStart : content.end;
      } finally {
        lock.unlock();
      }
      try {
        SpooledBatch batch = reader.read(limit);
        if (batch != null || last) {
          return batch;
        }
        free(null);
      } catch (DamagedException e) {
        faults.count("ship.spool", e);
        free(GapReason.GAP_REASON_DAMAGED);
      }
    }
    return null;
  }

  /** Lets the reader's segment go; what is in it and not settled is lost. */
  private void free(GapReason loss) throws IOException {
    int next;
    lock.lock();
    try {
      int done = reader.place.segment;
      Content content = contents.get(done);
      if (content.accesses > 0) {
        books.lost(content.accesses, loss);
        gaps.add(loss, content.fromMs, content.toMs, content.accesses, "segment " + done);
      }
      if (done == segment) {
        // Somebody took away the very segment that is being written.
        if (!folder.exists()) {
          folder.restore();
        }
        spare = false;
        contents.remove(done);
        roll();
      }
      contents.remove(done);
      next = contents.isEmpty() ? segment + 1 : contents.firstKey();
    } catch (IOException e) {
      broken(e);
      throw e;
    } finally {
      lock.unlock();
    }
    reader.nextSegment(next);
  }

  @Override
  public void count(long acked, long refused) {
    lock.lock();
    try {
      books.acked(acked);
      books.lost(refused, GapReason.GAP_REASON_REFUSED);
      Content content = contents.get(reader.place.segment);
      if (content != null) {
        content.accesses -= acked + refused;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing is left to send. For the sender's thread. */
  private boolean isSettled() {
    return reader != null
        && contents.size() <= 1
        && (contents.isEmpty() || reader.place.offset >= contents.get(segment).end);
  }

  /** Ends writing, and lets others take over what is left. */
  void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      trouble = "closed";
      encoder.end();
      closeFile();
      if (folder != null) {
        reader.closeFile();
        if (isSettled()) {
          folder.delete();
        } else {
          folder.release();
        }
      }
    } catch (IOException e) {
      faults.count("ship.spool", e);
    } finally {
      lock.unlock();
    }
  }

  Books books() {
    lock.lock();
    try {
      return books.copy();
    } finally {
      lock.unlock();
    }
  }
}

package io.whoread.agent.ship;

import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Gap;
import io.whoread.record.v1.GapReason;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.List;
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
  private static final String FULL = "full";

  /** Nanoseconds between two attempts to have a spool after a failure. */
  private static final long REPAIR_EVERY = 1_000_000_000L;

  private final ReentrantLock lock = new ReentrantLock();
  private final Books books = new Books();
  private final PendingGaps gaps = new PendingGaps();
  private final Backoff telling = new Backoff();
  private final Faults faults;
  private final BatchEncoder encoder;
  private final Segments segments;
  private RunReader reader;

  /** Where the open batch begins in its segment. */
  private int batchStart;

  private long sequence;

  /** Why nothing can be written at present; null where it can. */
  private String trouble;

  private boolean closed;
  private long triedAt;

  /**
   * @param parent the service's folder
   * @param maxBytes for segments
   */
  Spool(
      ShipConfig config, FieldNames fields, byte[] run, File parent, long maxBytes, Faults faults) {
    this.faults = faults;
    encoder = new BatchEncoder(config, fields, run);
    segments = new Segments(parent, Hex.of(run), maxBytes);
    repair();
  }

  /** See {@link Recorder#write}. */
  boolean write(AccessDraft draft) {
    boolean hasTime = draft != null && draft.atMs >= BatchEncoder.EARLIEST_MS;
    long atMs = hasTime ? draft.atMs : System.currentTimeMillis();
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
    long from = Math.max(BatchEncoder.EARLIEST_MS, Math.min(fromMs, toMs));
    long to = Math.max(from, toMs);
    String text = Rows.text(detail == null ? "" : detail);
    lock.lock();
    try {
      gaps.add(reason, from, to, accesses, text);
      tellGaps();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells gaps again that were in a batch which was refused: later each time, since it may be the
   * telling itself that is refused.
   */
  void again(List<Gap> refused) {
    if (refused.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      for (Gap gap : refused) {
        gaps.add(
            gap.getReason(),
            PendingGaps.milliseconds(gap.getFrom()),
            PendingGaps.milliseconds(gap.getTo()),
            gap.getAccesses(),
            gap.getDetail());
      }
      telling.failed(System.nanoTime() / 1_000_000, null);
    } finally {
      lock.unlock();
    }
  }

  private void tellGaps() {
    while (!gaps.isEmpty() && telling.isOver(System.nanoTime() / 1_000_000)) {
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
    Report.bound(guarded, faults);
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
    if (!segments.isOpen() || segments.room() < BatchEncoder.MAX_BYTES) {
      roll();
      if (trouble != null) {
        return false;
      }
    }
    encoder.begin(sequence + 1, atMs);
    return true;
  }

  private int room() {
    return Math.min(encoder.room(), segments.room());
  }

  private void flush(long atMs, boolean access) throws IOException {
    int start = segments.position();
    segments.append(encoder.frame(), encoder.frameLength(), atMs, access);
    if (encoder.isEmpty()) {
      sequence++;
      batchStart = start;
    }
    encoder.written();
    if (encoder.isFull()) {
      encoder.end();
    }
    if (access) {
      books.spooled();
    }
  }

  private boolean drop(GapReason reason, long atMs, String detail) {
    books.dropped(reason);
    gaps.add(reason, atMs, atMs, 1, detail);
    return false;
  }

  /** Goes on in a fresh segment, if there may be one. */
  private void roll() throws IOException {
    encoder.end();
    if (segments.isFull()) {
      trouble = FULL;
      segments.close();
    } else {
      segments.roll();
    }
  }

  private void broken(IOException e) {
    encoder.end();
    faults.count("ship.spool", e);
    trouble = e.getClass().getName();
    try {
      segments.close();
    } catch (IOException again) {
      faults.count("ship.spool", again);
    }
  }

  /**
   * What the sender does on each of its rounds: has the next segment ready, sees whether writing
   * works again after a failure, and tells the gaps that could not be told.
   *
   * @param adoptedBytes on disk from other runs
   */
  void tend(long adoptedBytes) {
    boolean wantsSpare;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      segments.others(adoptedBytes);
      boolean again = System.nanoTime() - triedAt > REPAIR_EVERY;
      if (trouble != null && (again || trouble.equals(FULL))) {
        repair();
      }
      tellGaps();
      wantsSpare = trouble == null && again && segments.wantsSpare();
    } finally {
      lock.unlock();
    }
    if (wantsSpare) {
      try {
        segments.prepareSpare();
      } catch (IOException e) {
        triedAt = System.nanoTime();
        faults.count("ship.spool", e);
      }
    }
  }

  private void repair() {
    triedAt = System.nanoTime();
    try {
      RunFolder folder = segments.folder();
      if (reader == null) {
        reader = new RunReader(folder, faults);
      }
      trouble = null;
      if (!segments.isOpen()) {
        roll();
      }
    } catch (IOException e) {
      broken(e);
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
        Segments.Content content = segments.content(reader.place.segment);
        if (content == null) {
          return null;
        }
        last = reader.place.segment == segments.current();
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
        free();
      } catch (DamagedException e) {
        faults.count("ship.spool", e);
        free();
      }
    }
    return null;
  }

  /** Lets the reader's segment go; what is in it and not settled is lost. */
  private void free() throws IOException {
    int done = reader.place.segment;
    int next;
    lock.lock();
    try {
      Segments.Content content = segments.content(done);
      if (content.accesses > 0) {
        GapReason reason = GapReason.GAP_REASON_DAMAGED;
        books.lost(content.accesses, reason);
        gaps.add(reason, content.fromMs, content.toMs, content.accesses, "segment " + done);
      }
      next = segments.forget(done);
      if (done == segments.current()) {
        // Somebody took away, or damaged, the very segment that is being written.
        replace();
      }
    } finally {
      lock.unlock();
    }
    reader.nextSegment(next);
  }

  private void replace() {
    try {
      segments.folder();
      roll();
    } catch (IOException e) {
      broken(e);
    }
  }

  @Override
  public void count(long acked, long refused) {
    lock.lock();
    try {
      books.acked(acked);
      if (acked > 0) {
        telling.reset();
      }
      books.lost(refused, GapReason.GAP_REASON_REFUSED);
      Segments.Content content = segments.content(reader.place.segment);
      if (content != null) {
        content.accesses -= acked + refused;
      }
    } finally {
      lock.unlock();
    }
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
      if (reader != null) {
        reader.closeFile();
      }
      segments.release(isSettled());
    } catch (IOException e) {
      faults.count("ship.spool", e);
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing is left to send. */
  private boolean isSettled() {
    if (reader == null || reader.place.segment < segments.current()) {
      return false;
    }
    Segments.Content content = segments.content(reader.place.segment);
    return content == null || reader.place.offset >= content.end;
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

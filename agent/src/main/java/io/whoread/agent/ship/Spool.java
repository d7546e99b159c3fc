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

/**
 * This run's spool: what is in here survives the JVM.
 *
 * <p>Parts of batches are appended to a segment with plain {@link RandomAccessFile#write}. That is
 * as quick as a mapped file and survives {@code kill -9} as well, but a full disk is an exception
 * here and not an error in the request's thread, and an interrupt of that thread closes nothing. It
 * does not survive the host: nothing is forced to disk.
 *
 * <p>Which accesses form a batch is decided when they are written: a batch ends when it is full,
 * when its segment is, or when the sender asks for what there is ({@link Backlog#next}). So whoever
 * reads the segments, now or after a crash, finds the same batches under the same sequence numbers,
 * and the collector can tell what it has already.
 *
 * <p>One lock guards the segments and the batch under way. A thread that writes holds it for the
 * encoding and one system call; making a segment is left to the sender ({@link #tend}) unless a
 * segment fills up between two of its rounds. After a failure nothing is tried in a writing thread
 * until the sender has found that it works again: the service is not to wait for a broken disk. Nor
 * for one that hangs, where no failure ever comes: see {@link BoundedLock}. What is counted and
 * what is to be told as a gap has locks of its own, under which nothing touches the disk.
 */
final class Spool {
  private static final String FULL = "full";
  private static final String HANGS = "the disk hangs";

  /** Nanoseconds between two attempts to have a spool after a failure. */
  private static final long REPAIR_EVERY = 1_000_000_000L;

  final BoundedLock lock = new BoundedLock();
  final Books books = new Books();
  final PendingGaps gaps = new PendingGaps();
  final Faults faults;
  private final BatchEncoder encoder;
  private final Segments segments;
  private final Backlog backlog;
  private final KeptGaps keptGaps;

  /** Where the open batch begins in its segment. */
  private int batchStart;

  private volatile long sequence;

  /** Why nothing can be written at present; null where it can. */
  volatile String trouble;

  /** The same for whoever looks after the service, with path and reason. */
  private String why;

  /** Whether anything but reports was written. */
  private boolean hasRecords;

  private boolean closed;
  private long triedAt;

  /**
   * @param parent the service's folder
   * @param maxBytes for segments
   * @param opening of segments
   */
  Spool(
      ShipConfig config,
      FieldNames fields,
      byte[] run,
      File parent,
      long maxBytes,
      Segments.Opening opening,
      Faults faults) {
    this.faults = faults;
    encoder = new BatchEncoder(config, fields, run);
    segments = new Segments(parent, Hex.of(run), maxBytes, opening);
    backlog = new Backlog(this, segments);
    keptGaps = new KeptGaps(new File(parent, Hex.of(run)), faults);
    repair();
  }

  /** See {@link Recorder#write}. */
  boolean write(AccessDraft draft) {
    boolean hasTime = draft != null && draft.atMs >= BatchEncoder.EARLIEST_MS;
    long atMs = hasTime ? draft.atMs : System.currentTimeMillis();
    if (!lock.enter()) {
      return drop(GapReason.GAP_REASON_SPOOL, atMs, HANGS);
    }
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
      lock.exit();
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
    gaps.add(reason, from, Math.max(from, toMs), accesses, Rows.text(detail == null ? "" : detail));
    if (lock.enter()) {
      try {
        tellGaps();
      } finally {
        lock.exit();
      }
    }
  }

  private void tellGaps() {
    for (Gap gap = gaps.take(); gap != null; gap = gaps.take()) {
      if (!tell(gap)) {
        gaps.putBack();
        return;
      }
      gaps.told();
    }
  }

  /** False where that is not possible now. */
  private boolean tell(Gap gap) {
    long atMs = gap.getTo().getSeconds() * 1_000;
    boolean told = message(Batch.GAPS_FIELD_NUMBER, atMs, gap.toByteArray());
    hasRecords |= told;
    return told;
  }

  /** For the sender: has what a dead run could not tell told, or kept, as this run's own. */
  void inherit(List<Gap> told) {
    lock.await();
    try {
      for (Gap gap : told) {
        if (!tell(gap)) {
          gaps.add(gap);
        }
      }
    } finally {
      lock.exit();
    }
    keptGaps.keep(gaps);
  }

  /** For the end of the process: what cannot be told now is told by the next one. */
  void keepGapsInTime() {
    if (lock.enter()) {
      lock.exit();
      keptGaps.keep(gaps);
    }
  }

  /** Writes a coverage report: see {@link Report#encode}. */
  boolean coverage(Coverage.Builder guarded, long nowMs, boolean stopping) {
    byte[] most = Report.encode(guarded, faults, nowMs, stopping);
    if (!lock.enter()) {
      return false;
    }
    try {
      Coverage.Builder sums = Coverage.newBuilder();
      books.addTo(sums);
      return message(Batch.COVERAGE_FIELD_NUMBER, nowMs, most, sums.build().toByteArray());
    } finally {
      lock.exit();
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
    } catch (Throwable e) {
      // As where an access is written: what is in memory of this batch is no longer sure.
      encoder.end();
      throw e;
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
      hasRecords = true;
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
      why = SpoolNews.FULL;
      segments.close();
    } else {
      segments.roll();
    }
  }

  private void broken(IOException e) {
    encoder.end();
    faults.count("ship.spool", e);
    trouble = e.getClass().getName();
    why = SpoolNews.of(e);
    try {
      segments.close();
    } catch (IOException again) {
      faults.count("ship.spool", again);
    }
  }

  /**
   * What the sender does on each of its rounds: has the next segment ready, sees whether writing
   * works again after a failure, and tells the gaps that could not be told, or keeps them.
   *
   * @param adoptedBytes on disk from other runs
   * @return why nothing can be written at present; null where it can
   */
  String tend(long adoptedBytes) {
    boolean wantsSpare;
    String problem;
    lock.await();
    try {
      if (closed) {
        return null;
      }
      segments.others(adoptedBytes);
      boolean again = System.nanoTime() - triedAt > REPAIR_EVERY;
      if (trouble != null && (again || trouble.equals(FULL))) {
        repair();
      }
      tellGaps();
      wantsSpare = trouble == null && again && segments.wantsSpare();
      problem = trouble == null ? null : why;
    } finally {
      lock.exit();
    }
    keptGaps.keep(gaps);
    if (wantsSpare) {
      try {
        segments.prepareSpare();
      } catch (IOException e) {
        triedAt = System.nanoTime();
        faults.count("ship.spool", e);
      }
    }
    return problem;
  }

  private void repair() {
    triedAt = System.nanoTime();
    try {
      backlog.open(segments.folder());
      trouble = null;
      if (!segments.isOpen()) {
        roll();
      }
    } catch (IOException e) {
      broken(e);
    }
  }

  /** Under the lock: goes on elsewhere, where the very segment that is written is no good. */
  void replace() {
    try {
      segments.folder();
      roll();
    } catch (IOException e) {
      broken(e);
    }
  }

  /**
   * Under the lock: where whole batches end in the segment that is written. A batch under way that
   * begins at the reader's place is ended, so that it can be sent.
   */
  int endOfBatches(int place, int end) {
    boolean open = encoder.isOpen() && !encoder.isEmpty();
    if (open && place == batchStart) {
      encoder.end();
      open = false;
    }
    return open ? batchStart : end;
  }

  /** Bytes that other runs may take, so that this one can go on. */
  long roomForOthers() {
    lock.await();
    try {
      return segments.roomForOthers();
    } finally {
      lock.exit();
    }
  }

  /**
   * For the sender, when the process ends: takes the run's folder away where it holds nothing that
   * anybody wants. What is written all the same gets a folder anew.
   *
   * @param sent whether there is somebody whom it is sent to; else reports alone are worth nothing
   */
  void leave(boolean sent) {
    lock.await();
    try {
      if (!closed && gaps.isEmpty() && (sent ? backlog.isSettled() : !hasRecords)) {
        encoder.end();
        segments.leave();
      }
    } catch (IOException e) {
      faults.count("ship.spool", e);
    } finally {
      lock.exit();
    }
  }

  /** What the collector does not have yet, for the sender. */
  Backlog backlog() {
    return backlog;
  }

  /** Number of the last batch that was begun. */
  long sequence() {
    return sequence;
  }

  /** Ends writing, and lets others take over what is left. */
  void close() {
    if (!lock.enter()) {
      // Whoever hangs in there has the spool; the end of the process lets it go.
      return;
    }
    try {
      if (closed) {
        return;
      }
      closed = true;
      trouble = "closed";
      encoder.end();
      backlog.close();
      segments.release(backlog.isSettled() && gaps.isEmpty());
    } catch (IOException e) {
      faults.count("ship.spool", e);
    } finally {
      lock.exit();
    }
  }

  /** Where accesses went so far. */
  Books books() {
    return books.copy();
  }
}

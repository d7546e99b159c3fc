package io.whoread.collector.ingest;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.index.LazyBatch;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.log.v1.Imported;
import io.whoread.collector.log.v1.MissingBatches;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Takes batches into the log, each once. A batch that is on its way while the same comes again is
 * waited for, not written twice.
 */
public final class Intake {
  /** Begins the sender of batches that come from a file, not from an agent. */
  public static final String IMPORT_SENDER = "whoread-import";

  /** Bytes on their way into the log at most; above that, senders are told to come again later. */
  private static final int MAX_IN_FLIGHT = 32 << 20;

  private static final int MAX_HOLES = 10_000;
  private static final int FORGOTTEN = MAX_HOLES / 2;

  private final Log log;
  private final Runs runs;
  private final Semaphore room = new Semaphore(MAX_IN_FLIGHT);
  // Guarded by itself.
  private final Map<Id, CompletableFuture<Outcome>> underWay = new HashMap<>();

  private record Id(Runs.Key run, long sequence) {}

  /** What became of a batch; both mean that it is in the log, on disk. */
  public enum Outcome {
    STORED,
    DUPLICATE;

    /** Header of an acknowledgement over HTTP, with a label. */
    public static final String HEADER = "Whoread-Batch";

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Too much is on its way already. */
  public static final class OverloadedException extends Exception {
    private OverloadedException() {
      super("too much is on its way into the log");
    }
  }

  public Intake(Log log, Runs runs) {
    this.log = log;
    this.runs = runs;
  }

  /**
   * @param bytes of the batch as received
   * @return completes once the batch is on disk; exceptionally where the log does not take it
   * @throws InvalidBatchException where the bytes are no batch, or not as it must be
   */
  public CompletableFuture<Outcome> take(String service, ByteString bytes)
      throws InvalidBatchException, OverloadedException {
    LazyBatch batch;
    try {
      batch = LazyBatch.of(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidBatchException("the body is not an encoded whoread.v1.Batch");
    }
    BatchRules.check(batch, System.currentTimeMillis());
    Id id = new Id(new Runs.Key(service, batch.run()), batch.sequence());
    if (runs.holes(id.run) >= MAX_HOLES) {
      forgetHoles(id.run);
    }
    CompletableFuture<Outcome> done = new CompletableFuture<>();
    synchronized (underWay) {
      if (runs.contains(id.run, id.sequence)) {
        return CompletableFuture.completedFuture(Outcome.DUPLICATE);
      }
      CompletableFuture<Outcome> same = underWay.get(id);
      if (same != null) {
        return same.thenApply(unused -> Outcome.DUPLICATE);
      }
      if (!room.tryAcquire(bytes.size())) {
        throw new OverloadedException();
      }
      underWay.put(id, done);
    }
    if (batch.sequence() == 1 && batch.sender().startsWith(IMPORT_SENDER)) {
      Imported imported =
          Imported.newBuilder().setFile(batch.instance()).setRun(batch.run()).build();
      log.append(Entry.newBuilder().setService(service).setImported(imported).build(), batch.run());
    }
    log.append(Entry.newBuilder().setService(service).setBatch(bytes).build(), batch.run())
        .whenComplete((position, failure) -> finish(id, bytes.size(), done, failure));
    return done;
  }

  private void finish(Id id, int size, CompletableFuture<Outcome> done, Throwable failure) {
    if (failure == null) {
      runs.stored(id.run, id.sequence, System.currentTimeMillis());
    }
    synchronized (underWay) {
      underWay.remove(id);
    }
    room.release(size);
    if (failure == null) {
      done.complete(Outcome.STORED);
    } else {
      done.completeExceptionally(failure);
    }
  }

  /**
   * A sender that leaves so many numbers out is at fault, but what it does send is good. The oldest
   * holes become one gap, and are no longer waited for: what comes for them after all is stored,
   * even if it was before.
   */
  private synchronized void forgetHoles(Runs.Key run) {
    if (runs.holes(run) < MAX_HOLES) {
      return;
    }
    MissingBatches missing = runs.oldest(run, FORGOTTEN);
    if (missing != null) {
      report(missing);
    }
    runs.forget(run, FORGOTTEN);
  }

  /** Writes down which batches have been missing since before a time. */
  void reportMissing(long beforeMs) {
    for (MissingBatches missing : runs.overdue(beforeMs)) {
      report(missing);
    }
  }

  private void report(MissingBatches missing) {
    log.append(Entry.newBuilder().setMissing(missing).build()).join();
    runs.reported(
        new Runs.Key(missing.getService(), missing.getRun()),
        new SequenceRanges.Hole(missing.getFirst(), missing.getLast()));
  }
}

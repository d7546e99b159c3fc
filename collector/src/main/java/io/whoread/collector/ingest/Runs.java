package io.whoread.collector.ingest;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.index.LazyBatch;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.SnapshotFile;
import io.whoread.collector.log.View;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.log.v1.MissingBatches;
import io.whoread.collector.state.v1.RunState;
import io.whoread.collector.state.v1.RunsState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which batches are in the log, so that one that comes again is not stored again, and one that does
 * not come is missed. A view of the log that the ingest also tells of what it has just stored.
 *
 * <p>A run takes some hundred bytes; the million that was heard of last is remembered. Each run has
 * a lock of its own, so that nobody waits while a snapshot of all of them is made. A snapshot may
 * hold more than its position says: what was stored since is in the log as well.
 */
public final class Runs implements View {
  private static final int MAX_RUNS = 1_000_000;
  private static final long SNAPSHOT_MS = 60_000;
  private static final Logger LOGGER = LoggerFactory.getLogger(Runs.class);

  private final SnapshotFile file;
  private final Map<Key, Run> runs = new ConcurrentHashMap<>();
  private volatile long position;
  private long saved;
  private long lastSave = System.currentTimeMillis();

  record Key(String service, ByteString run) {}

  private static final class Run {
    private final SequenceRanges ranges = new SequenceRanges();
    private volatile long lastSeenMs;

    private synchronized RunState save(Key key) {
      return RunState.newBuilder()
          .setService(key.service)
          .setRun(key.run)
          .setLastSeenMs(lastSeenMs)
          .setFloor(ranges.floor())
          .addAllRanges(ranges.save())
          .build();
    }
  }

  private Runs(Path file) {
    this.file = new SnapshotFile(file, 1);
  }

  /** Opens, and takes in what the log holds beyond the last snapshot. */
  public static Runs open(Path file, Log log) throws IOException {
    Runs runs = new Runs(file);
    if (!runs.load(log)) {
      runs.position = log.start();
      if (log.end() > log.start()) {
        LOGGER.info("reading the log for the batches that it holds");
      }
    }
    try (Log.Cursor cursor = log.read(runs.position)) {
      while (cursor.next()) {
        runs.apply(cursor.position(), cursor.entry());
      }
    }
    return runs;
  }

  private boolean load(Log log) throws IOException {
    byte[] bytes = file.read();
    if (bytes == null) {
      return false;
    }
    RunsState state;
    try {
      state = RunsState.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
    if (!log.holds(state.getPosition())) {
      return false;
    }
    for (RunState each : state.getRunsList()) {
      Run run = new Run();
      run.lastSeenMs = each.getLastSeenMs();
      run.ranges.restore(each.getFloor(), each.getRangesList());
      runs.put(new Key(each.getService(), each.getRun()), run);
    }
    position = state.getPosition();
    saved = position;
    return true;
  }

  @Override
  public String name() {
    return "runs";
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void apply(long at, Entry entry) throws IOException {
    take(at, entry);
    idle();
  }

  private void take(long at, Entry entry) throws IOException {
    switch (entry.getContentCase()) {
      case BATCH -> {
        LazyBatch batch = LazyBatch.of(entry.getBatch());
        stored(new Key(entry.getService(), batch.run()), batch.sequence(), entry.getReceivedMs());
      }
      case MISSING -> {
        MissingBatches missing = entry.getMissing();
        reported(
            new Key(missing.getService(), missing.getRun()),
            new SequenceRanges.Hole(missing.getFirst(), missing.getLast()));
      }
      default -> {}
    }
    position = at + 1;
  }

  /** Also called while entries keep coming: there may be no pause for days. */
  @Override
  public void idle() throws IOException {
    long now = System.currentTimeMillis();
    if (now - lastSave >= SNAPSHOT_MS) {
      save();
      lastSave = now;
    }
  }

  boolean contains(Key key, long sequence) {
    Run run = runs.get(key);
    if (run == null) {
      return false;
    }
    synchronized (run) {
      return run.ranges.contains(sequence);
    }
  }

  int holes(Key key) {
    Run run = runs.get(key);
    if (run == null) {
      return 0;
    }
    synchronized (run) {
      return run.ranges.holes();
    }
  }

  void stored(Key key, long sequence, long nowMs) {
    Run run = runs.computeIfAbsent(key, unused -> new Run());
    synchronized (run) {
      run.ranges.add(sequence, nowMs);
      run.lastSeenMs = Math.max(run.lastSeenMs, nowMs);
    }
  }

  /** Batches that others of their run overtook before a time, and that have not been told of. */
  List<MissingBatches> overdue(long beforeMs) {
    List<MissingBatches> missing = new ArrayList<>();
    runs.forEach(
        (key, run) -> {
          synchronized (run) {
            run.ranges.overdue(beforeMs).forEach(hole -> missing.add(missing(key, hole)));
          }
        });
    return missing;
  }

  /** The oldest holes of a run, as one; null where all were told of. */
  MissingBatches oldest(Key key, int holes) {
    Run run = runs.get(key);
    synchronized (run) {
      SequenceRanges.Hole hole = run.ranges.oldest(holes);
      return hole == null ? null : missing(key, hole);
    }
  }

  private static MissingBatches missing(Key key, SequenceRanges.Hole hole) {
    return MissingBatches.newBuilder()
        .setService(key.service)
        .setRun(key.run)
        .setFirst(hole.first())
        .setLast(hole.last())
        .build();
  }

  void reported(Key key, SequenceRanges.Hole hole) {
    Run run = runs.get(key);
    if (run != null) {
      synchronized (run) {
        run.ranges.reported(hole);
      }
    }
  }

  /** Forgets the oldest holes of a run: what is stored below them is not known from now on. */
  void forget(Key key, int holes) {
    Run run = runs.get(key);
    synchronized (run) {
      run.ranges.forget(holes);
    }
  }

  private void save() throws IOException {
    if (saved == position) {
      return;
    }
    forgetOldest();
    // First: what the runs hold is at least as new.
    RunsState.Builder state = RunsState.newBuilder().setPosition(position);
    runs.forEach((key, run) -> state.addRuns(run.save(key)));
    file.write(state.build().toByteArray());
    saved = state.getPosition();
  }

  private void forgetOldest() {
    int tooMany = runs.size() - MAX_RUNS;
    if (tooMany > 0) {
      runs.entrySet().stream()
          .sorted(Comparator.comparingLong(each -> each.getValue().lastSeenMs))
          .limit(tooMany)
          .map(Map.Entry::getKey)
          .toList()
          .forEach(runs::remove);
    }
  }

  @Override
  public void close() throws IOException {
    save();
  }
}

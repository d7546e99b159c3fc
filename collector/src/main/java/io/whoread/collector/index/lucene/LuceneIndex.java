package io.whoread.collector.index.lucene;

import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.index.AccessFilter;
import io.whoread.collector.index.AccessRow;
import io.whoread.collector.index.AccessScan;
import io.whoread.collector.index.LazyBatch;
import io.whoread.collector.index.LogIndex;
import io.whoread.collector.index.lucene.AccessDocument.Names;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Entry;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.lucene.store.AlreadyClosedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index in Apache Lucene: one index a day of event time, one document an access.
 *
 * <p>What is stored is what finding needs, and no more. Records of any day are taken in at any
 * time; only so many days are open for writing at once.
 *
 * <p>Each day's commit carries the position up to which that day is complete; the state file,
 * written after them, the position up to which all are. After a crash some days are ahead of it,
 * and skip what they hold. An index that is missing, damaged or of another format is thrown away
 * and made again.
 */
public final class LuceneIndex extends LogIndex {
  private static final int ORDINAL_BITS = Fields.ORDINAL_BITS;
  private static final long REFRESH_MS = 1_000;
  private static final long IDLE_REFRESH_MS = 200;
  private static final long COMMIT_MS = 30_000;
  private static final Logger LOGGER = LoggerFactory.getLogger(LuceneIndex.class);

  private final Path dir;
  private final long commitMs;
  private final Days days;
  private final DayQueries queries;

  // The indexing thread's own, but for the position.
  private final AccessScan scan = new AccessScan();
  private final AccessDocument document = new AccessDocument();
  private volatile long position;
  private long receivedMs;
  private long[] order = new long[0];
  private boolean dirty;
  private boolean stale;
  private long lastCommit = System.currentTimeMillis();
  private long lastRefresh;
  private boolean lost;
  private boolean closed;

  private LuceneIndex(Path dir, Log log, long commitMs) {
    super(log);
    this.dir = dir;
    this.commitMs = commitMs;
    this.days = new Days(dir, log);
    this.queries = new DayQueries(days.all());
  }

  /**
   * Opens the index in a folder, which is made where it is missing.
   *
   * @param reindex whether to throw away what is there
   */
  public static LuceneIndex open(Path dir, Log log, boolean reindex) throws IOException {
    return open(dir, log, reindex, COMMIT_MS);
  }

  /**
   * As {@link #open(Path, Log, boolean)}.
   *
   * @param commitMs how often what was taken in is made durable
   */
  public static LuceneIndex open(Path dir, Log log, boolean reindex, long commitMs)
      throws IOException {
    LuceneIndex index = new LuceneIndex(dir, log, commitMs);
    IndexState state = reindex ? null : IndexState.read(index.stateFile());
    try {
      if (state != null && log.holds(state.position())) {
        index.load(state);
        return index;
      }
      if (log.end() > log.start()) {
        LOGGER.info(
            "making the index again from the log: {}",
            reindex ? "asked for" : "there is none that belongs to this log");
      }
    } catch (IOException | RuntimeException e) {
      LOGGER.warn("making the index again from the log: it is damaged", e);
      index.days.close();
    }
    deleteAll(dir);
    Files.createDirectories(dir);
    LuceneIndex fresh = new LuceneIndex(dir, log, commitMs);
    fresh.position = log.start();
    // From now on a failure leads back to here.
    fresh.writeState();
    return fresh;
  }

  private void load(IndexState state) throws IOException {
    days.open(state.days());
    imported.addAll(state.imported());
    kinds.addAll(state.kinds());
    position = state.position();
    receivedMs = 0;
    progress.opened(position);
  }

  private Path stateFile() {
    return dir.resolve("state");
  }

  @Override
  public String name() {
    return "index";
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void apply(long at, Entry entry) throws IOException {
    guarded(() -> take(at, entry));
  }

  @Override
  public void idle() throws IOException {
    guarded(this::flush);
  }

  private interface Step {
    void run() throws IOException;
  }

  /**
   * Where the disk fails, an entry may have been taken in by half, and a writer have closed itself:
   * then the index goes back to what it has committed, and {@link #position} with it.
   */
  private void guarded(Step step) throws IOException {
    try {
      if (lost) {
        throw new IOException("the index has not found back to what it has on disk");
      }
      step.run();
    } catch (IOException | AlreadyClosedException e) {
      IOException failure = new IOException("the index cannot be written", e);
      lost = true;
      progress.lost();
      try {
        days.close();
        IndexState state = IndexState.read(stateFile());
        if (state == null) {
          throw new IOException(
              stateFile() + ": missing or damaged; a restart makes the index again");
        }
        load(state);
        lost = false;
      } catch (IOException | AlreadyClosedException again) {
        failure.addSuppressed(again);
      }
      throw failure;
    }
  }

  private void take(long at, Entry entry) throws IOException {
    switch (entry.getContentCase()) {
      case BATCH -> add(at, entry);
      case IMPORTED -> {
        imported.add(entry.getImported().getRun());
        dirty = true;
      }
      default -> {}
    }
    position = at + 1;
    receivedMs = entry.getReceivedMs();
    long now = System.currentTimeMillis();
    if (now - lastRefresh >= REFRESH_MS) {
      refresh(now);
    }
    if (now - lastCommit >= commitMs) {
      commit(now);
    }
  }

  private void flush() throws IOException {
    long now = System.currentTimeMillis();
    if (now - lastRefresh >= IDLE_REFRESH_MS) {
      refresh(now);
      progress.complete(now);
    }
    if (now - lastCommit >= commitMs) {
      commit(now);
    }
  }

  private void add(long at, Entry entry) throws IOException {
    LazyBatch batch = LazyBatch.of(entry.getBatch());
    Names names = new Names(entry.getService(), batch);
    long[] byDay = orderByDay(batch);
    kinds.begin();
    for (int from = 0, to; from < batch.size(); from = to) {
      long day = day(byDay[from]);
      for (to = from + 1; to < batch.size() && day(byDay[to]) == day; ) {
        to++;
      }
      addDay(at, batch, names, day, from, to);
    }
    dirty |= kinds.take(batch);
    days.trim();
  }

  /**
   * Numbers of the accesses, day by day: a day that is complete can be closed for writing while the
   * same batch goes on with others.
   */
  private long[] orderByDay(LazyBatch batch) throws InvalidProtocolBufferException {
    if (order.length < batch.size()) {
      order = new long[Math.max(batch.size(), 2 * order.length)];
    }
    boolean sorted = true;
    for (int i = 0; i < batch.size(); i++) {
      long atMs = batch.startMs() + AccessScan.offsetMs(batch, i);
      order[i] = Math.floorDiv(atMs, FilterQuery.DAY_MS) << ORDINAL_BITS | i;
      sorted &= i == 0 || order[i - 1] < order[i];
    }
    if (!sorted) {
      Arrays.sort(order, 0, batch.size());
    }
    return order;
  }

  private static long day(long ordered) {
    return ordered >> ORDINAL_BITS;
  }

  private void addDay(long at, LazyBatch batch, Names names, long day, int from, int to)
      throws IOException {
    DayIndex index = days.of(day);
    boolean held = index.holds(at);
    if (!held && !index.writing()) {
      days.makeRoom();
    }
    for (int i = from; i < to; i++) {
      int ordinal = Fields.ordinal(order[i]);
      scan.read(batch, ordinal);
      // Not the days, but the state file knows the kinds, and it is behind them.
      kinds.note(scan);
      if (held) {
        continue;
      }
      document.set(batch.startMs() + scan.offsetMs(), at, ordinal, names, scan);
      index.add(document);
    }
    if (held) {
      return;
    }
    index.complete(at + 1, System.currentTimeMillis());
    dirty = true;
    stale = true;
  }

  private void refresh(long now) throws IOException {
    lastRefresh = now;
    if (stale) {
      days.refresh();
      stale = false;
    }
    progress.visible(position, receivedMs);
  }

  @Override
  public void refresh() throws IOException {
    refresh(System.currentTimeMillis());
  }

  private void commit(long now) throws IOException {
    if (!dirty) {
      lastCommit = now;
      return;
    }
    days.commit(now);
    writeState();
    dirty = false;
    lastCommit = now;
  }

  private void writeState() throws IOException {
    new IndexState(position, days.dates(), Set.copyOf(imported), kinds.all()).write(stateFile());
  }

  @Override
  protected List<AccessRow.Cursor> latest(AccessFilter filter, AccessRow.Cursor after, int limit)
      throws IOException {
    return queries.latest(filter, after, limit);
  }

  @Override
  protected void find(AccessFilter filter, Place place, TimeDone done) throws IOException {
    queries.find(filter, place, done);
  }

  @Override
  public Set<String> roles(String actor) throws IOException {
    return queries.roles(actor);
  }

  /**
   * Commits and closes; to be called when nothing is applied any more. An index that has not found
   * back to what it has on disk does not commit: its position is ahead of what it holds.
   */
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      progress.lost();
      try {
        if (!lost) {
          commit(System.currentTimeMillis());
        }
      } finally {
        days.close();
      }
    }
  }

  @Override
  public void delete() throws IOException {
    deleteAll(dir);
  }

  private static void deleteAll(Path dir) throws IOException {
    if (!Files.exists(dir)) {
      return;
    }
    Files.walkFileTree(
        dir,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

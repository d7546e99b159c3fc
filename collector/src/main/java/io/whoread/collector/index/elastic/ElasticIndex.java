package io.whoread.collector.index.elastic;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import io.whoread.collector.index.AccessFilter;
import io.whoread.collector.index.AccessRow;
import io.whoread.collector.index.AccessScan;
import io.whoread.collector.index.IndexAwayException;
import io.whoread.collector.index.LazyBatch;
import io.whoread.collector.index.LogIndex;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Entry;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index in Elasticsearch: a data stream, one document an access.
 *
 * <p>Documents are named by their place in the log and only ever created, so that writing one again
 * changes nothing. The position up to which all are there is kept beside them, behind them in time;
 * what was written beyond it before a failure is asked for first and left out, because a data
 * stream that has rolled over since takes the same name again.
 *
 * <p>A cluster that is away, full or slow holds up this view, and nothing else: acks come from the
 * log.
 */
public final class ElasticIndex extends LogIndex {
  private static final long REFRESH_MS = 1_000;

  /** While there is much to catch up with: refreshing costs the cluster more than it shows. */
  private static final long FAR_REFRESH_MS = 5_000;

  private static final long FAR = 10_000;
  private static final long IDLE_REFRESH_MS = 200;
  private static final long COMMIT_MS = 5_000;
  private static final long LIFE_MS = TimeUnit.HOURS.toMillis(1);
  private static final Logger LOGGER = LoggerFactory.getLogger(ElasticIndex.class);

  private final Log log;
  private final ElasticSettings settings;
  private final Cluster cluster;
  private final StreamTemplate template;
  private final StreamLife life;
  private final StreamState state;
  private final BulkWriter writer;
  private volatile StreamQueries queries;
  private volatile long position;

  // The indexing thread's own.
  private final AccessScan scan = new AccessScan();
  private final AccessJson json = new AccessJson();
  private boolean connected;
  private String stream;
  private LogMark first;
  private LogMark last;
  private Entry lastEntry;
  private long receivedMs;
  private long committedPosition;
  // Documents beyond the committed position that are there already; none is at or beyond the other.
  private Set<String> ahead = Set.of();
  private long aheadUntil;
  private boolean far;
  private long lastLook;
  private boolean reindex;
  private boolean stale;
  private boolean dirty;
  private long lastRefresh;
  private long lastCommit;
  private long lastLife;

  private ElasticIndex(ElasticSettings settings, Log log, boolean reindex) {
    super(log);
    this.reindex = reindex;
    this.log = log;
    this.settings = settings;
    this.cluster = new Cluster(settings);
    this.template = new StreamTemplate(cluster.client(), settings);
    this.life = new StreamLife(cluster.client(), cluster.rest(), settings.retention());
    this.state = new StreamState(cluster.client(), settings.name() + "-state");
    this.writer = new BulkWriter(cluster.client());
    this.position = log.start();
  }

  /**
   * Opens the index in a cluster. One that does not answer now is asked again whenever there is
   * something to write.
   *
   * @param reindex whether to make it anew; what is there stays under its old name
   * @throws UnfitClusterException where it is a cluster that cannot hold it
   */
  public static ElasticIndex open(ElasticSettings settings, Log log, boolean reindex)
      throws IOException {
    ElasticIndex index = new ElasticIndex(settings, log, reindex);
    try {
      index.connect();
    } catch (UnfitClusterException e) {
      index.writer.close();
      index.cluster.close();
      throw e;
    } catch (IOException | ElasticsearchException e) {
      LOGGER.warn("Elasticsearch, {}, does not answer: nothing can be looked up", settings, e);
    }
    return index;
  }

  /** Sees what is there, and goes on from it. */
  private void connect() throws IOException {
    cluster.check();
    try {
      goOn();
    } catch (ElasticsearchException e) {
      if (e.status() == 403) {
        throw new UnfitClusterException(
            "the cluster lets the collector do too little: " + e.error().reason());
      }
      throw e;
    }
  }

  private void goOn() throws IOException {
    StreamState.Content content = state.read();
    String old = null;
    if (content != null && !reindex && isOurs(content)) {
      stream = content.stream();
      first = content.first();
      last = content.last();
      imported.addAll(content.imported());
      kinds.addAll(content.kinds());
      committedPosition = content.position();
    } else {
      old = content == null ? null : content.stream();
      stream = "%s-access-%06d".formatted(settings.name(), old == null ? 1 : 1 + number(old));
      first = null;
      last = null;
      committedPosition = log.start();
      begin();
    }
    reindex = false;
    if (template.put()) {
      life.rollOver(stream);
    }
    if (old != null) {
      life.drop(old);
    }
    writer.begin(stream);
    StreamQueries found = new StreamQueries(cluster.client(), stream);
    cluster.client().indices().refresh(refresh -> refresh.index(stream).ignoreUnavailable(true));
    ahead = found.from(log.inPartitions(committedPosition));
    aheadUntil = log.end();
    position = committedPosition;
    lastEntry = null;
    lastLife = 0;
    queries = found;
    connected = true;
    progress.opened(committedPosition);
  }

  private static int number(String stream) {
    return Integer.parseInt(stream.substring(stream.lastIndexOf('-') + 1));
  }

  /**
   * Whether what was noted is of this log, and goes on with it.
   *
   * @throws UnfitClusterException where it is of another log
   */
  private boolean isOurs(StreamState.Content content) throws IOException {
    LogMark end = content.last() == null ? content.first() : content.last();
    if (end.isIn(log) && !content.first().isOtherIn(log)) {
      return true;
    }
    if (content.first().isIn(log)) {
      LOGGER.warn("the log was restored and is not what {} was made from", content.stream());
      return false;
    }
    throw new UnfitClusterException(
        ("what is kept as %s in Elasticsearch was made from another log: choose another \"name\" in"
                + " engines.yaml, or, where that log is no more, start once with --reindex")
            .formatted(settings.name()));
  }

  /** Notes whose stream it is, as soon as there is something to know the log by. */
  private void begin() throws IOException {
    first = LogMark.at(log.start(), log);
    if (first != null) {
      write();
    }
  }

  private void write() throws IOException {
    state.write(
        new StreamState.Content(stream, committedPosition, first, last, imported, kinds.all()));
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

  /** After a failure nobody knows what is there: it is asked for. */
  private void guarded(Step step) throws IOException {
    try {
      if (!connected) {
        long before = position;
        connect();
        takeAgain(before);
      }
      if (first == null) {
        begin();
      }
      step.run();
    } catch (IOException | ElasticsearchException e) {
      connected = false;
      throw new IOException("the index in Elasticsearch cannot be written", e);
    }
  }

  /** What was taken in before the failure, and may not be there. */
  private void takeAgain(long until) throws IOException {
    try (Log.Cursor cursor = log.read(position)) {
      boolean more = log.isBefore(position, until);
      while (more && cursor.next()) {
        take(cursor.position(), cursor.entry());
        more = position != until;
      }
    }
  }

  /** Not asked for every entry: a log may have to ask others. */
  private boolean isFar(long now) {
    if (now - lastLook >= REFRESH_MS) {
      far = log.entriesFrom(position) > FAR;
      lastLook = now;
    }
    return far;
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
    lastEntry = entry;
    long now = System.currentTimeMillis();
    if (now - lastRefresh >= (isFar(now) ? FAR_REFRESH_MS : REFRESH_MS)) {
      refresh(now);
    }
    commitInTime(now);
  }

  private void flush() throws IOException {
    long now = System.currentTimeMillis();
    if (now - lastRefresh >= IDLE_REFRESH_MS) {
      refresh(now);
      progress.complete(now);
    }
    commitInTime(now);
  }

  private void add(long at, Entry entry) throws IOException {
    LazyBatch batch = LazyBatch.of(entry.getBatch());
    kinds.begin();
    for (int i = 0; i < batch.size(); i++) {
      scan.read(batch, i);
      kinds.note(scan);
      String id = AccessJson.id(at, i);
      if (!ahead.contains(id)) {
        byte[] document = json.write(at, i, entry.getService(), batch, scan);
        writer.add(id, document);
        stale = true;
      }
    }
    kinds.take(batch);
    dirty = true;
  }

  private void refresh(long now) throws IOException {
    writer.flush();
    lastRefresh = now;
    if (stale) {
      cluster.client().indices().refresh(refresh -> refresh.index(stream));
      stale = false;
    }
    progress.visible(position, receivedMs);
  }

  @Override
  public void refresh() throws IOException {
    guarded(() -> refresh(System.currentTimeMillis()));
  }

  private void commitInTime(long now) throws IOException {
    if (dirty && now - lastCommit >= COMMIT_MS) {
      commit(now);
    }
  }

  private void commit(long now) throws IOException {
    writer.flush();
    committedPosition = position;
    if (lastEntry != null) {
      last = LogMark.of(position - 1, lastEntry);
    }
    write();
    if (!log.isBefore(committedPosition, aheadUntil)) {
      ahead = Set.of();
    }
    dirty = false;
    lastCommit = now;
    if (now - lastLife >= LIFE_MS) {
      life.look(stream);
      lastLife = now;
    }
  }

  private StreamQueries found() throws IOException {
    StreamQueries now = queries;
    if (now == null) {
      throw new IndexAwayException("the index in Elasticsearch was not reached yet", null);
    }
    return now;
  }

  @Override
  protected List<AccessRow.Cursor> latest(AccessFilter filter, AccessRow.Cursor after, int limit)
      throws IOException {
    return found().latest(filter, after, limit);
  }

  @Override
  protected void find(AccessFilter filter, Place place, TimeDone done) throws IOException {
    found().find(filter, place, done);
  }

  @Override
  public Set<String> roles(String actor) throws IOException {
    return found().roles(actor);
  }

  /**
   * What is kept there stays: it may be others' evidence, and the cluster lets go of it when it is
   * old.
   */
  @Override
  public void delete() {
    LOGGER.info("what is in Elasticsearch under {} stays there", stream);
  }

  /** Commits, where the cluster answers, and closes; called when nothing is applied any more. */
  @Override
  public void close() throws IOException {
    progress.lost();
    try {
      if (connected && dirty) {
        commit(System.currentTimeMillis());
      }
    } catch (IOException | ElasticsearchException e) {
      LOGGER.warn("what the index took in last is taken in again at the next start", e);
    } finally {
      queries = null;
      writer.close();
      cluster.close();
    }
  }
}

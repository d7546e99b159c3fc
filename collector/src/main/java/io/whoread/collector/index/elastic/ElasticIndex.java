package io.whoread.collector.index.elastic;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.ErrorCause;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.util.BinaryData;
import io.whoread.collector.index.AccessFilter;
import io.whoread.collector.index.AccessRow;
import io.whoread.collector.index.AccessScan;
import io.whoread.collector.index.LazyBatch;
import io.whoread.collector.index.LogIndex;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

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
  private static final int MOST_DOCUMENTS = 5_000;
  private static final long MOST_BYTES = 8 << 20;
  private static final long REFRESH_MS = 1_000;
  private static final long IDLE_REFRESH_MS = 200;
  private static final long COMMIT_MS = 5_000;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;
  private static final JsonMapper JSON = new JsonMapper();
  private static final Logger LOGGER = LoggerFactory.getLogger(ElasticIndex.class);

  private final Log log;
  private final ElasticSettings settings;
  private final Cluster cluster;
  private final StreamState state;
  private volatile StreamQueries queries;
  private volatile long position;

  // The indexing thread's own.
  private final AccessScan scan = new AccessScan();
  private final AccessJson json = new AccessJson();
  private final List<BulkOperation> pending = new ArrayList<>();
  private String stream;
  private long pendingBytes;
  private long receivedMs;
  private long sentPosition;
  private long committedPosition;
  // Documents beyond the committed position that are there already; none is at or beyond the other.
  private Set<String> ahead = Set.of();
  private long aheadUntil;
  private boolean reindex;
  private boolean stale;
  private boolean dirty;
  private long lastRefresh;
  private long lastCommit;

  private ElasticIndex(ElasticSettings settings, Log log, boolean reindex) {
    super(log);
    this.reindex = reindex;
    this.log = log;
    this.settings = settings;
    this.cluster = new Cluster(settings);
    this.state = new StreamState(cluster.client(), settings.name() + "-state");
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
    StreamState.Content content = state.read();
    if (content == null || content.position() > log.end() || reindex) {
      begin(content);
      reindex = false;
    } else {
      stream = content.stream();
      imported.addAll(content.imported());
      kinds.addAll(content.kinds());
      committedPosition = content.position();
    }
    putTemplate();
    StreamQueries found = new StreamQueries(cluster.client(), stream);
    cluster.client().indices().refresh(refresh -> refresh.index(stream).ignoreUnavailable(true));
    ahead = found.from(committedPosition);
    aheadUntil = log.end();
    pending.clear();
    pendingBytes = 0;
    sentPosition = committedPosition;
    position = committedPosition;
    queries = found;
    progress.opened(committedPosition);
  }

  /** A data stream of its own for this log; what belonged to another stays where it is. */
  private void begin(StreamState.Content other) throws IOException {
    int number =
        other == null
            ? 1
            : 1 + Integer.parseInt(other.stream().substring(other.stream().lastIndexOf('-') + 1));
    stream = "%s-access-%06d".formatted(settings.name(), number);
    committedPosition = log.start();
    state.write(new StreamState.Content(stream, committedPosition, imported, kinds.all()));
  }

  private void putTemplate() throws IOException {
    ObjectNode template;
    try (InputStream in = ElasticIndex.class.getResourceAsStream("access-template.json")) {
      template = (ObjectNode) JSON.readTree(in);
    }
    // The server rolls the stream over, and forgets what is older.
    ObjectNode lifecycle = ((ObjectNode) template.get("template")).putObject("lifecycle");
    if (settings.retention() != null) {
      lifecycle.put("data_retention", settings.retention().toDays() + "d");
    }
    template.putArray("index_patterns").add(settings.name() + "-access-*");
    cluster
        .client()
        .indices()
        .putIndexTemplate(
            put ->
                put.withJson(new StringReader(template.toString()))
                    .name(settings.name() + "-access"));
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
      if (queries == null) {
        long before = position;
        connect();
        if (position != before) {
          throw new IOException("the index is found again, and goes on at position " + position);
        }
      }
      step.run();
    } catch (IOException | ElasticsearchException e) {
      queries = null;
      progress.lost();
      throw new IOException("the index in Elasticsearch cannot be written", e);
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
    if (pending.size() >= MOST_DOCUMENTS || pendingBytes >= MOST_BYTES) {
      send();
    }
    long now = System.currentTimeMillis();
    if (now - lastRefresh >= REFRESH_MS) {
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
        pending.add(
            BulkOperation.of(
                of ->
                    of.create(
                        create ->
                            create.id(id).document(BinaryData.of(document, "application/json")))));
        pendingBytes += document.length;
      }
    }
    kinds.take(batch);
    dirty = true;
  }

  private void send() throws IOException {
    if (!pending.isEmpty()) {
      BulkResponse answer =
          cluster.client().bulk(bulk -> bulk.index(stream).operations(List.copyOf(pending)));
      if (answer.errors()) {
        for (BulkResponseItem item : answer.items()) {
          if (item.error() != null && item.status() != CONFLICT) {
            throw refused(item);
          }
        }
      }
      pending.clear();
      pendingBytes = 0;
      stale = true;
    }
    sentPosition = position;
  }

  /** Whatever the cause, nothing is left out: all of it is sent again until it is taken. */
  private static IOException refused(BulkResponseItem item) {
    ErrorCause cause = item.error();
    boolean busy = item.status() == TOO_MANY || item.status() == UNAVAILABLE;
    return new IOException(
        "%s: document %s: status %d, %s: %s"
            .formatted(
                busy ? "Elasticsearch is too busy" : "Elasticsearch refuses a document",
                item.id(),
                item.status(),
                cause.type(),
                cause.reason()));
  }

  private void refresh(long now) throws IOException {
    send();
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
    send();
    state.write(new StreamState.Content(stream, sentPosition, imported, kinds.all()));
    committedPosition = sentPosition;
    if (committedPosition >= aheadUntil) {
      ahead = Set.of();
    }
    dirty = false;
    lastCommit = now;
  }

  private interface Question<T> {
    T ask(StreamQueries queries) throws IOException;
  }

  private <T> T ask(Question<T> question) throws IOException {
    StreamQueries now = queries;
    if (now == null) {
      throw new IOException("the index in Elasticsearch cannot be reached");
    }
    try {
      return question.ask(now);
    } catch (ElasticsearchException e) {
      throw new IOException("Elasticsearch does not answer the question", e);
    }
  }

  @Override
  protected List<AccessRow.Cursor> latest(AccessFilter filter, AccessRow.Cursor after, int limit)
      throws IOException {
    return ask(found -> found.latest(filter, after, limit));
  }

  @Override
  protected void find(AccessFilter filter, Place place, TimeDone done) throws IOException {
    ask(
        found -> {
          found.find(filter, place, done);
          return null;
        });
  }

  @Override
  public Set<String> roles(String actor) throws IOException {
    return ask(found -> found.roles(actor));
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
      if (queries != null && dirty) {
        commit(System.currentTimeMillis());
      }
    } catch (IOException | ElasticsearchException e) {
      LOGGER.warn("what the index took in last is taken in again at the next start", e);
    } finally {
      queries = null;
      cluster.close();
    }
  }
}

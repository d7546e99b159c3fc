package io.whoread.collector.index.elastic;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.util.BinaryData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sends documents, several requests at a time; who hands over more than the cluster takes waits. A
 * document that it has no room for now is sent again for a while; after that, and where a document
 * is refused for good, {@link #flush} tells, and whoever wrote them must begin again where all were
 * there. None is ever left out.
 *
 * <p>Of one thread but for the sending.
 */
final class BulkWriter implements AutoCloseable {
  private static final int MOST_DOCUMENTS = 5_000;
  private static final long MOST_BYTES = 5 << 20;
  private static final int REQUESTS = 3;
  private static final long PATIENCE_MS = 10_000;
  private static final long FIRST_WAIT_MS = 100;
  private static final long LONGEST_WAIT_MS = 2_000;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;

  private final ElasticsearchClient client;
  private final Semaphore room = new Semaphore(REQUESTS);
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final ExecutorService senders =
      Executors.newFixedThreadPool(
          REQUESTS, Thread.ofPlatform().daemon().name("index-bulk-", 0).factory());
  private String stream;
  private List<BulkOperation> pending = new ArrayList<>();
  private long pendingBytes;

  BulkWriter(ElasticsearchClient client) {
    this.client = client;
  }

  /** Begins anew, once nothing is under way any more; what was not sent is forgotten. */
  void begin(String stream) {
    room.acquireUninterruptibly(REQUESTS);
    room.release(REQUESTS);
    failure.set(null);
    pending = new ArrayList<>();
    pendingBytes = 0;
    this.stream = stream;
  }

  /**
   * @throws IOException where a request before has failed
   */
  void add(String id, byte[] document) throws IOException {
    pending.add(
        BulkOperation.of(
            of ->
                of.create(
                    create ->
                        create.id(id).document(BinaryData.of(document, "application/json")))));
    pendingBytes += document.length;
    if (pending.size() >= MOST_DOCUMENTS || pendingBytes >= MOST_BYTES) {
      send();
    }
  }

  /**
   * Returns when the cluster has all that was added.
   *
   * @throws IOException where it does not take it
   */
  void flush() throws IOException {
    send();
    room.acquireUninterruptibly(REQUESTS);
    room.release(REQUESTS);
    tell();
  }

  private void send() throws IOException {
    tell();
    if (pending.isEmpty()) {
      return;
    }
    List<BulkOperation> documents = pending;
    pending = new ArrayList<>();
    pendingBytes = 0;
    room.acquireUninterruptibly();
    senders.execute(
        () -> {
          try {
            write(documents);
          } catch (IOException | RuntimeException e) {
            failure.compareAndSet(null, e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure.compareAndSet(null, e);
          } finally {
            room.release();
          }
        });
  }

  private void tell() throws IOException {
    Exception e = failure.get();
    if (e != null) {
      throw e instanceof IOException io ? io : new IOException("a request failed", e);
    }
  }

  private void write(List<BulkOperation> documents) throws IOException, InterruptedException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
    long wait = FIRST_WAIT_MS;
    List<BulkOperation> left = documents;
    while (true) {
      Refused refused = once(left);
      if (refused.documents().isEmpty()) {
        return;
      }
      if (System.nanoTime() - until > 0) {
        throw new IOException(
            "Elasticsearch has no room for "
                + refused.documents().size()
                + " documents now: "
                + refused.why());
      }
      TimeUnit.MILLISECONDS.sleep(wait);
      wait = Math.min(2 * wait, LONGEST_WAIT_MS);
      left = refused.documents();
    }
  }

  /**
   * @param documents that may be taken later
   */
  private record Refused(List<BulkOperation> documents, String why) {}

  private Refused once(List<BulkOperation> documents) throws IOException {
    BulkResponse answer;
    try {
      answer =
          client.bulk(
              bulk ->
                  bulk.index(stream)
                      .requireDataStream(true)
                      .timeout(time -> time.time(PATIENCE_MS + "ms"))
                      .operations(documents));
    } catch (ElasticsearchException e) {
      if (isForNow(e.status())) {
        return new Refused(documents, e.getMessage());
      }
      throw e;
    }
    List<BulkOperation> later = new ArrayList<>();
    String why = "";
    if (answer.errors()) {
      for (int i = 0; i < documents.size(); i++) {
        BulkResponseItem item = answer.items().get(i);
        // A conflict is none: the document is there already.
        if (item.error() == null || item.status() == CONFLICT) {
          continue;
        }
        why =
            "document %s: status %d, %s: %s"
                .formatted(item.id(), item.status(), item.error().type(), item.error().reason());
        if (!isForNow(item.status())) {
          throw new IOException("Elasticsearch refuses a document: " + why);
        }
        later.add(documents.get(i));
      }
    }
    return new Refused(later, why);
  }

  private static boolean isForNow(int status) {
    return status == TOO_MANY || status == UNAVAILABLE;
  }

  @Override
  public void close() {
    senders.shutdownNow();
  }
}

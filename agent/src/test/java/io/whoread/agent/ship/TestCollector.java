package io.whoread.agent.ship;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Gap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * A collector that keeps to the rules of the real one where a test does not have it behave badly:
 * (run, sequence) is stored once, and acked again where it comes twice.
 */
final class TestCollector implements AutoCloseable {
  private final HttpServer server;
  private final String scheme;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<Id, Batch> batches = new LinkedHashMap<>();
  private final List<String> authorizations = new ArrayList<>();
  private final Set<String> contentTypes = new HashSet<>();
  private int duplicates;
  private int requests;
  private volatile Behaviour behaviour = (batch, exchange) -> 200;

  record Id(ByteString run, long sequence) {}

  /** Returns the status to answer with; 200 and 204 store the batch. 0: it has answered itself. */
  interface Behaviour {
    int answer(Batch batch, HttpExchange exchange) throws IOException;
  }

  TestCollector() throws IOException {
    this(0, null);
  }

  TestCollector(int port, SSLContext tls) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    if (tls == null) {
      server = HttpServer.create(address, 0);
      scheme = "http";
    } else {
      HttpsServer https = HttpsServer.create(address, 0);
      https.setHttpsConfigurator(new HttpsConfigurator(tls));
      server = https;
      scheme = "https";
    }
    server.createContext("/v1/batches", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Batch batch = Batch.parseFrom(body);
    synchronized (this) {
      requests++;
      authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      contentTypes.add(String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")));
    }
    int status = behaviour.answer(batch, exchange);
    if (status == 200 || status == 204) {
      store(batch);
    }
    if (status != 0) {
      exchange.sendResponseHeaders(status, -1);
    }
    exchange.close();
  }

  synchronized void store(Batch batch) {
    if (batches.putIfAbsent(new Id(batch.getRun(), batch.getSequence()), batch) != null) {
      duplicates++;
    }
  }

  TestCollector behave(Behaviour behaviour) {
    this.behaviour = behaviour;
    return this;
  }

  URI uri() {
    return URI.create(scheme + "://localhost:" + port());
  }

  int port() {
    return server.getAddress().getPort();
  }

  synchronized List<Batch> batches() {
    return new ArrayList<>(batches.values());
  }

  synchronized int duplicates() {
    return duplicates;
  }

  synchronized int requests() {
    return requests;
  }

  synchronized List<String> authorizations() {
    return new ArrayList<>(authorizations);
  }

  synchronized Set<String> contentTypes() {
    return new HashSet<>(contentTypes);
  }

  List<ReadAccess> accesses() {
    return ReadAccess.of(batches());
  }

  List<Gap> gaps() {
    List<Gap> gaps = new ArrayList<>();
    batches().forEach(batch -> gaps.addAll(batch.getGapsList()));
    return gaps;
  }

  List<Coverage> coverage() {
    List<Coverage> coverage = new ArrayList<>();
    batches().forEach(batch -> coverage.addAll(batch.getCoverageList()));
    return coverage;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

package io.whoread.agent.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Gap;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** Takes batches on a port of its own and keeps them decoded. */
final class TestCollector implements AutoCloseable {
  private final HttpServer server;
  private final List<Batch> batches = new CopyOnWriteArrayList<>();

  TestCollector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/batches", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    try (InputStream body = exchange.getRequestBody()) {
      InputStream plain = "gzip".equals(encoding) ? new GZIPInputStream(body) : body;
      batches.add(Batch.parseFrom(plain));
    }
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Batch> batches() {
    return batches;
  }

  /** All accesses so far, each with the batch whose tables it refers to. */
  List<Seen> seen() {
    List<Seen> seen = new ArrayList<>();
    for (Batch batch : batches) {
      for (Access access : batch.getAccessesList()) {
        seen.add(new Seen(batch, access));
      }
    }
    return seen;
  }

  /** Those of one operation. */
  List<Seen> seen(String operation) {
    return seen().stream().filter(one -> one.operation().equals(operation)).toList();
  }

  List<Gap> gaps() {
    return batches.stream().flatMap(batch -> batch.getGapsList().stream()).toList();
  }

  List<Coverage> coverage() {
    return batches.stream().flatMap(batch -> batch.getCoverageList().stream()).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

package io.whoread.collector.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** Takes posts on loopback, and answers as it was told. */
final class HttpPeer implements AutoCloseable {
  /** What came. */
  record Received(URI uri, Map<String, List<String>> headers, byte[] body, long nanos) {
    String header(String name) {
      return headers.entrySet().stream()
          .filter(each -> each.getKey().equalsIgnoreCase(name))
          .map(each -> each.getValue().get(0))
          .findAny()
          .orElse(null);
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** What is answered. */
  record Reply(int status, String body, Map<String, String> headers) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Deque<Reply> replies = new ConcurrentLinkedDeque<>();
  private volatile Reply usual = new Reply(200, "", Map.of());

  HttpPeer() throws IOException {
    this(HttpServer.create());
  }

  HttpPeer(SSLContext tls) throws IOException {
    this(secured(tls));
  }

  private HttpPeer(HttpServer server) throws IOException {
    this.server = server;
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private static HttpServer secured(SSLContext tls) throws IOException {
    HttpsServer server = HttpsServer.create();
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return server;
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    received.add(
        new Received(
            exchange.getRequestURI(),
            Map.copyOf(exchange.getRequestHeaders()),
            body,
            System.nanoTime()));
    Reply scripted = replies.pollFirst();
    Reply reply = scripted == null ? usual : scripted;
    reply.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
    byte[] said = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), said.length == 0 ? -1 : said.length);
    exchange.getResponseBody().write(said);
    exchange.close();
  }

  HttpPeer usually(int status, String body) {
    usual = new Reply(status, body, Map.of());
    return this;
  }

  void next(int status, String body, Map<String, String> headers) {
    replies.addLast(new Reply(status, body, headers));
  }

  List<Received> received() {
    return received;
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

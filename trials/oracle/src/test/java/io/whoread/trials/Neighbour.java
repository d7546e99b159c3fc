package io.whoread.trials;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Another service, which the shops call; it keeps the bytes that came. */
final class Neighbour implements AutoCloseable {
  private final HttpServer server;
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  /**
   * @param number of the request in which the call was made
   * @param target path and query that were asked for
   * @param type of the body; empty where there is none
   */
  record Call(String number, String target, String type, byte[] body) {}

  Neighbour() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    String parent = exchange.getRequestHeaders().getFirst("traceparent");
    String target = exchange.getRequestURI().toString();
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    byte[] body = exchange.getRequestBody().readAllBytes();
    calls.add(new Call(parent.split("-")[1], target, type == null ? "" : type, body));
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Call> calls(String number) {
    return calls.stream().filter(call -> call.number().equals(number)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

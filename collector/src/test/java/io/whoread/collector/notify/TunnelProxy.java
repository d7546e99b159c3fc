package io.whoread.collector.notify;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy on loopback whose every tunnel leads to one port. */
final class TunnelProxy implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  TunnelProxy(int target) throws IOException {
    this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    this.target = target;
    Thread.ofVirtual().start(this::serve);
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> tunnel(client));
      } catch (IOException e) {
        // It is closed.
      }
    }
  }

  private void tunnel(Socket client) {
    try (client;
        Socket peer = new Socket(InetAddress.getLoopbackAddress(), target)) {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) client.getInputStream().read());
      }
      asked.add(head.substring(0, head.indexOf("\r\n")));
      client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      Thread back = Thread.ofVirtual().start(() -> copy(peer, client));
      copy(client, peer);
      back.join();
    } catch (IOException | InterruptedException e) {
      // One of them has ended.
    }
  }

  private static void copy(Socket from, Socket to) {
    try (InputStream in = from.getInputStream()) {
      in.transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One of them has ended.
    }
  }

  List<String> asked() {
    return asked;
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

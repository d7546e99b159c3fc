package io.whoread.agent.ship;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Stands before a collector: the first connections get a scripted answer and are then closed for
 * writing, later ones are passed through.
 */
final class Front implements AutoCloseable {
  private final ServerSocket server;
  private final int behind;
  private final Queue<String> script;

  Front(int behind, String... script) throws IOException {
    this.behind = behind;
    this.script = new ArrayDeque<>(List.of(script));
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "front");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        String answer;
        synchronized (this) {
          answer = script.poll();
        }
        if (answer == null) {
          Socket to = new Socket(InetAddress.getLoopbackAddress(), behind);
          start(() -> copy(socket, to));
          start(() -> copy(to, socket));
        } else {
          start(() -> misbehave(socket, answer));
        }
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private static void misbehave(Socket socket, String answer) {
    try (socket) {
      InputStream in = socket.getInputStream();
      if (!answer.isEmpty()) {
        in.read(new byte[64 << 10]);
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        socket.shutdownOutput();
        in.read(new byte[64 << 10]);
      }
    } catch (IOException e) {
      // The other side went first.
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException e) {
      // Either side may close.
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /** Answers that nobody came for. */
  synchronized int scripted() {
    return script.size();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

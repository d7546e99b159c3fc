package io.whoread.trials;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A real Redis on a free port that keeps nothing on disk. */
final class Redis implements AutoCloseable {
  private final Server server;

  Redis(Path folder) throws IOException {
    int port = Server.freePort();
    server =
        new Server(
            folder,
            folder.resolve("server.log"),
            port,
            List.of("redis-server", "--port", "" + port, "--bind", "127.0.0.1", "--save", ""));
    server.awaitUp();
  }

  int port() {
    return server.port;
  }

  /** What was put into the cache in a request; empty for nothing. */
  byte[] cached(String number) throws IOException {
    byte[] key = ("order:" + number).getBytes(StandardCharsets.UTF_8);
    // What a RedisTemplate without a serialiser of its own for keys makes of that text.
    byte[] serialised = new byte[key.length + 7];
    System.arraycopy(new byte[] {(byte) 0xac, (byte) 0xed, 0, 5, 't', 0}, 0, serialised, 0, 6);
    serialised[6] = (byte) key.length;
    System.arraycopy(key, 0, serialised, 7, key.length);
    byte[] value = get(key);
    return value.length > 0 ? value : get(serialised);
  }

  private byte[] get(byte[] key) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port)) {
      String head = "*2\r\n$3\r\nGET\r\n$" + key.length + "\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(key);
      socket.getOutputStream().write(new byte[] {'\r', '\n'});
      DataInputStream in = new DataInputStream(socket.getInputStream());
      StringBuilder length = new StringBuilder();
      for (int c = in.read(); c != '\r'; c = in.read()) {
        length.append((char) c);
      }
      in.read();
      byte[] value = new byte[Math.max(0, Integer.parseInt(length.substring(1)))];
      in.readFully(value);
      return value;
    }
  }

  @Override
  public void close() {
    server.close();
  }
}

package com.example.libraries;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What the clients talk to: servers that say yes to all they are told. */
final class Peers {
  private Peers() {}

  /** Puts their addresses into the properties {@code peer}, {@code redis} and {@code amqp}. */
  static void start() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    HttpServer http = HttpServer.create(new InetSocketAddress(here, 0), 0);
    http.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Content-Type", "text/plain");
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("ok".getBytes(StandardCharsets.US_ASCII));
          exchange.close();
        });
    http.start();
    System.setProperty("peer", "http://127.0.0.1:" + http.getAddress().getPort() + "/");
    System.setProperty("redis", "redis://127.0.0.1:" + serve(here, Peers::answer));
    System.setProperty("amqp", "amqp://127.0.0.1:" + serve(here, AmqpPeer::answer));
  }

  private interface Answer {
    void to(Socket client) throws IOException;
  }

  /** Returns the port. */
  private static int serve(InetAddress here, Answer answer) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, here);
    daemon(
        () -> {
          while (true) {
            Socket client = server.accept();
            daemon(() -> answer.to(client));
          }
        });
    return server.getLocalPort();
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The client is gone.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  /** Redis's protocol: each command is an array of texts, told by their lengths. */
  private static void answer(Socket client) throws IOException {
    try (client;
        InputStream in = new BufferedInputStream(client.getInputStream());
        OutputStream out = client.getOutputStream()) {
      for (String head = line(in); head != null; head = line(in)) {
        String command = null;
        for (int left = Integer.parseInt(head.substring(1)); left > 0; left--) {
          int length = Integer.parseInt(line(in).substring(1));
          String word = new String(in.readNBytes(length), StandardCharsets.UTF_8);
          command = command == null ? word.toUpperCase(Locale.ROOT) : command;
          line(in);
        }
        String answer = "HSET".equals(command) ? ":1\r\n" : "+OK\r\n";
        out.write(answer.getBytes(StandardCharsets.US_ASCII));
        out.flush();
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return null;
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}

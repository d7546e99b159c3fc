package io.whoread.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client that reads the bytes off the wire itself, so that it knows what arrived of a response
 * that broke off, and remembers every order number in them.
 */
final class Harvest implements Runnable {
  private static final Pattern ORDER_NUMBER = Pattern.compile("\"orderNo\":\"(\\d{14})\"");

  private static final Pattern CHUNK_HEAD = Pattern.compile("\r\n[0-9a-f]+\r\n");

  private final URI shop;
  private final String cookies;
  private final Set<String> orders;
  private volatile boolean stopped;
  private volatile int responses;

  /**
   * @param cookies of a session
   * @param orders receives the numbers; safe for many threads
   */
  Harvest(URI shop, String cookies, Set<String> orders) {
    this.shop = shop;
    this.cookies = cookies;
    this.orders = orders;
  }

  /** Reads pages until told to stop or until the shop is gone. */
  @Override
  public void run() {
    int count = 0;
    while (!stopped) {
      // Larger pages than Tomcat's buffer, so that a response can break off in the middle.
      try {
        read("/api/orders?size=100&page=" + ThreadLocalRandom.current().nextInt(150));
        responses = ++count;
      } catch (IOException shopIsGone) {
        return;
      }
    }
  }

  void stop() {
    stopped = true;
  }

  int responses() {
    return responses;
  }

  private void read(String path) throws IOException {
    StringBuilder received = new StringBuilder();
    try (Socket socket = new Socket(shop.getHost(), shop.getPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nCookie: " + cookies)
                  .concat("\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[4096];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        received.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
      }
    } finally {
      // A chunk's head may stand in the middle of a number.
      Matcher numbers = ORDER_NUMBER.matcher(CHUNK_HEAD.matcher(received).replaceAll(""));
      while (numbers.find()) {
        orders.add(numbers.group(1));
      }
    }
  }
}

package io.whoread.agent.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Something that answers a byte at a time, and never comes to an end, is given up in time. */
class SlowCollectorTest {
  private static final int EXCHANGE_MS = 700;

  @TempDir Path dir;

  /** Sends a beginning, and then a byte every now and then for as long as it can. */
  private final class Drip implements AutoCloseable {
    final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    final ExecutorService threads = Executors.newCachedThreadPool();
    final AtomicInteger connections = new AtomicInteger();
    final byte[] beginning;

    Drip(String beginning) throws IOException {
      this.beginning = beginning.getBytes(StandardCharsets.ISO_8859_1);
      threads.submit(
          () -> {
            while (true) {
              Socket socket = server.accept();
              connections.incrementAndGet();
              threads.submit(() -> drip(socket));
            }
          });
    }

    private void drip(Socket socket) {
      try (socket) {
        OutputStream out = socket.getOutputStream();
        out.write(beginning);
        while (!server.isClosed()) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
          out.write('x');
        }
      } catch (IOException e) {
        // It is given up.
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
      threads.shutdownNow();
    }
  }

  private void isGivenUp(String scheme, String beginning) throws Exception {
    try (Drip drip = new Drip(beginning);
        Shipper shipper =
            Shipper.start(
                Drafts.config(dir.toFile())
                    .collector(URI.create(scheme + "://localhost:" + drip.server.getLocalPort()))
                    .exchangeMs(EXCHANGE_MS)
                    .build(),
                Drafts.FIELDS)) {
      assertThat(shipper.write(Drafts.numbered(1, 1))).isTrue();
      await().atMost(Duration.ofSeconds(20)).until(() -> drip.connections.get() >= 3);
      assertThat(shipper.books().inSpool()).isEqualTo(1);
    }
  }

  @Test
  void aHeadWithoutEnd() throws Exception {
    isGivenUp("http", "HTTP/1.1 200 OK\r\nX-Endless: ");
  }

  @Test
  void aBodyWithoutEnd() throws Exception {
    isGivenUp("http", "HTTP/1.1 503 Wait\r\nContent-Length: 16000\r\n\r\n");
  }

  @Test
  void aBodyOfUnknownLengthWithoutEnd() throws Exception {
    isGivenUp("http", "HTTP/1.1 503 Wait\r\n\r\n");
  }

  @Test
  void aTlsHandshakeWithoutEnd() throws Exception {
    // A handshake record of 16,000 bytes.
    isGivenUp("https", "\u0016\u0003\u0003\u003e\u0080");
  }
}

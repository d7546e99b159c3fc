package io.whoread.agent.ship;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The time within which an exchange with the collector is over. The JDK's client bounds the wait
 * for each single byte only: something that drips bytes, or takes none of ours, would hold the
 * sender for ever. So a second thread cuts the connection when the time is over; and as it cannot
 * take an answer's body away from a thread that is reading it, that one asks after each piece.
 */
final class Deadline {
  private final ScheduledThreadPoolExecutor clock;
  private final int totalMs;
  private HttpURLConnection connection;
  private Tls tls;
  private ScheduledFuture<?> cut;
  private volatile long endNanos;

  Deadline(int totalMs) {
    this.totalMs = totalMs;
    clock =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "whoread-deadline");
              thread.setDaemon(true);
              thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
              return thread;
            });
    clock.setKeepAliveTime(1, TimeUnit.MINUTES);
    clock.allowCoreThreadTimeOut(true);
    clock.setRemoveOnCancelPolicy(true);
  }

  /**
   * @param tls that the connection uses, or null
   */
  synchronized void begin(HttpURLConnection connection, Tls tls) {
    this.connection = connection;
    this.tls = tls;
    endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(totalMs);
    cut = clock.schedule(() -> cut(connection), totalMs, TimeUnit.MILLISECONDS);
  }

  synchronized void end() {
    if (cut != null) {
      cut.cancel(false);
    }
    connection = null;
  }

  /**
   * @throws IOException where the time is over
   */
  void check() throws IOException {
    if (System.nanoTime() - endNanos >= 0) {
      throw new SocketTimeoutException("no whole answer within " + totalMs + " ms");
    }
  }

  /** Cuts the connection, if there is one. For any thread. */
  void abort() {
    HttpURLConnection present;
    synchronized (this) {
      present = connection;
    }
    cut(present);
  }

  private void cut(HttpURLConnection http) {
    Tls below;
    synchronized (this) {
      if (http == null || http != connection) {
        return;
      }
      below = tls;
      endNanos = System.nanoTime();
    }
    if (below != null) {
      below.cut();
    } else {
      http.disconnect();
    }
  }
}

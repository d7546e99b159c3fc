package io.whoread.agent.ship;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;

/**
 * The collector as seen from here: takes a batch, answers with a status. It may have several
 * addresses, where collectors stand in for one another: the one that took the last batch is asked
 * first.
 *
 * <p>The JDK's {@link HttpURLConnection} is what Java 8 has, and it asks the whole JVM's settings,
 * which belong to the application. What can be set on the connection is: TLS, the check of the
 * host's name, no proxy, no cache, no redirect; a body of fixed length, so that a 401 never asks
 * the application's authenticator. For the sender's thread, but for {@link #abort}.
 */
final class Collector {
  private static final int CONNECT_MS = 5_000;
  private static final int READ_MS = 10_000;
  private static final int MAX_ANSWER = 16 << 10;
  private static final int MAX_TOKEN = 4 << 10;

  private final List<URL> urls = new ArrayList<>();
  private final File tokenFile;
  private final File caFile;
  private final String sender;
  private String token;
  private Tls tls;
  private final Deadline deadline;
  private int at;
  private volatile boolean aborted;

  Collector(ShipConfig config) throws IOException {
    deadline = new Deadline(config.exchangeMs);
    for (URI collector : config.collectors) {
      String base = collector.toString();
      urls.add(new URL((base.endsWith("/") ? base : base + "/") + "v1/batches"));
    }
    tokenFile = config.tokenFile;
    caFile = config.caFile;
    sender = config.sender;
  }

  /** What the collector said. */
  static final class Answer {
    final int status;

    /** Seconds, as text; null where not given. */
    final String retryAfter;

    /** The beginning of what it said. */
    final String text;

    Answer(int status, String retryAfter, String text) {
      this.status = status;
      this.retryAfter = retryAfter;
      this.text = text;
    }
  }

  /** Has the token read anew before it is used again. */
  void forgetToken() {
    token = null;
  }

  /**
   * @return what the first one said that is not out of order; where all are, the last one
   * @throws IOException where no answer came that can be understood, or token or certificates
   *     cannot be read
   */
  Answer post(byte[] batch) throws IOException {
    for (int left = urls.size() - 1; ; left--) {
      boolean last = left == 0 || aborted;
      try {
        Answer answer = post(urls.get(at), batch);
        if (answer.status < 500 || last) {
          return answer;
        }
      } catch (IOException e) {
        if (last || aborted) {
          throw e;
        }
      }
      at = (at + 1) % urls.size();
    }
  }

  private Answer post(URL url, byte[] batch) throws IOException {
    HttpURLConnection http = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
    boolean whole = false;
    try {
      prepare(http);
      deadline.begin(http, tls);
      http.setFixedLengthStreamingMode(batch.length);
      try (OutputStream out = http.getOutputStream()) {
        out.write(batch);
      }
      Answer answer = answer(http, deadline);
      whole = answer.text.length() < MAX_ANSWER;
      return answer;
    } catch (SSLException e) {
      // Perhaps the certificates were exchanged meanwhile.
      tls = null;
      throw e;
    } finally {
      deadline.end();
      if (!whole) {
        http.disconnect();
      }
    }
  }

  private void prepare(HttpURLConnection http) throws IOException {
    http.setConnectTimeout(CONNECT_MS);
    http.setReadTimeout(READ_MS);
    http.setInstanceFollowRedirects(false);
    http.setUseCaches(false);
    http.setAllowUserInteraction(false);
    http.setDoOutput(true);
    http.setRequestMethod("POST");
    http.setRequestProperty("Content-Type", "application/x-protobuf");
    http.setRequestProperty("User-Agent", sender);
    if (tokenFile != null) {
      if (token == null) {
        token = readToken();
      }
      http.setRequestProperty("Authorization", "Bearer " + token);
    }
    if (http instanceof HttpsURLConnection) {
      if (tls == null) {
        tls = Tls.trusting(caFile);
      }
      HttpsURLConnection https = (HttpsURLConnection) http;
      https.setSSLSocketFactory(tls);
      // The JDK compares the names itself, and asks here only where they differ.
      https.setHostnameVerifier((host, session) -> false);
    }
  }

  private String readToken() throws IOException {
    byte[] bytes;
    try (InputStream in = new FileInputStream(tokenFile)) {
      bytes = read(in, MAX_TOKEN, null);
    }
    String text = new String(bytes, StandardCharsets.US_ASCII).trim();
    if (!text.matches("[\\x21-\\x7e]+")) {
      throw new UnusableException(tokenFile + ": expected one line with the service's token");
    }
    return text;
  }

  private static Answer answer(HttpURLConnection http, Deadline deadline) throws IOException {
    int status;
    try {
      status = http.getResponseCode();
    } catch (HttpRetryException e) {
      // How a 401 shows where the body was streamed.
      return new Answer(e.responseCode(), null, "");
    }
    InputStream in = status < 400 ? http.getInputStream() : http.getErrorStream();
    byte[] text = new byte[0];
    if (in != null) {
      try (InputStream body = in) {
        text = read(body, MAX_ANSWER, deadline);
      }
    }
    // A collector's ack has no body. A gateway in between that is at a loss often says 200 and why.
    if (status == 200 && text.length > 0) {
      throw new UnusableException("something answers that is not a collector");
    }
    return new Answer(
        status, http.getHeaderField("Retry-After"), new String(text, StandardCharsets.UTF_8));
  }

  private static byte[] read(InputStream in, int max, Deadline deadline) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] some = new byte[1_024];
    for (int n; bytes.size() < max && (n = in.read(some)) >= 0; ) {
      bytes.write(some, 0, n);
      if (deadline != null) {
        deadline.check();
      }
    }
    return bytes.toByteArray();
  }

  /** {@code host:port} of a collector. */
  static String address(URI collector) {
    boolean tls = "https".equalsIgnoreCase(collector.getScheme());
    int port = collector.getPort();
    return collector.getHost() + ":" + (port >= 0 ? port : tls ? 443 : 80);
  }

  /** Ends a call that is under way. For any thread. */
  void abort() {
    aborted = true;
    deadline.abort();
  }
}

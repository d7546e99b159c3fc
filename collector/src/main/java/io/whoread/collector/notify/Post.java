package io.whoread.collector.notify;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * Posts to one address. Redirects are not followed: only who is configured is spoken to. The JVM's
 * proxy settings ({@code https.proxyHost} and the like) hold.
 */
final class Post implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final int MOST_BYTES = 65_536;

  /** What is wrong with a request itself. Others, such as a wrong secret, somebody may mend. */
  private static final Set<Integer> REFUSED = Set.of(400, 413, 414, 422, 431);

  private final HttpClient http;

  /**
   * @param tls null for the authorities known to the JVM
   */
  Post(SSLContext tls) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER);
    if (tls != null) {
      builder.sslContext(tls);
    }
    http = builder.build();
  }

  /** Tells from the body of an answer with status 200 what a peer means. */
  @FunctionalInterface
  interface Meaning {
    Answer of(String body);
  }

  Answer send(URI address, String type, Map<String, String> headers, byte[] body, Meaning meaning)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(LONGEST)
            .header("Content-Type", type)
            .header("User-Agent", "whoread")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    try {
      HttpResponse<InputStream> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      String said;
      try (InputStream in = response.body()) {
        said = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
      }
      return answer(response, said, meaning);
    } catch (IOException e) {
      return Answer.down(e);
    }
  }

  private static Answer answer(HttpResponse<?> response, String said, Meaning meaning) {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return meaning.of(said);
    }
    String words = "status " + status;
    if (REFUSED.contains(status)) {
      return Answer.refused(words);
    }
    Duration after =
        response
            .headers()
            .firstValue("Retry-After")
            .flatMap(text -> after(text, Instant.now()))
            .orElse(null);
    return status == 429 || status / 100 == 5 || after != null
        ? Answer.down(words, after)
        : Answer.later(words);
  }

  /** RFC 9110, section 10.2.3: seconds, or a date. */
  static Optional<Duration> after(String text, Instant now) {
    try {
      if (text.matches("[0-9]{1,9}")) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
      }
      Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}

package io.whoread.collector;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A person's browser, as far as it matters to the collector: it holds a session. */
public final class Visitor implements AutoCloseable {
  private final URI collector;
  private final CookieManager cookies = new CookieManager();
  private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();

  public Visitor(URI collector) {
    this.collector = collector;
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(collector.resolve(path)));
  }

  /**
   * @param form as a browser encodes it: {@code name=zhou&password=...}
   */
  public HttpResponse<String> post(String path, String form)
      throws IOException, InterruptedException {
    get("/api/me");
    String token =
        cookies.getCookieStore().getCookies().stream()
            .filter(cookie -> cookie.getName().equals("whoread-csrf"))
            .findAny()
            .orElseThrow()
            .getValue();
    return send(
        HttpRequest.newBuilder(collector.resolve(path))
            .header("X-Whoread-Csrf", token)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    http.close();
  }
}

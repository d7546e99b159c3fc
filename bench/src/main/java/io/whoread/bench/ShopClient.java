package io.whoread.bench;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One person logged in to the shop, over HTTP as a browser would. */
public final class ShopClient implements AutoCloseable {
  private static final Pattern CSRF =
      Pattern.compile("\"headerName\":\"([^\"]+)\",\"token\":\"([^\"]+)\"");

  private final URI base;
  private final CookieManager cookies = new CookieManager();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(cookies).build();

  /**
   * Logs in.
   *
   * @throws IOException where the shop refuses
   */
  public ShopClient(URI base, String user, String password)
      throws IOException, InterruptedException {
    this.base = base;
    Matcher csrf = CSRF.matcher(get("/api/csrf").body());
    if (!csrf.find()) {
      throw new IOException("no CSRF token from the shop");
    }
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(base.resolve("/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(csrf.group(1), csrf.group(2))
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "username=" + encode(user) + "&password=" + encode(password)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("log-in of " + user + " refused with " + answer.statusCode());
    }
  }

  /** Gets a page; any status is returned. */
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(base.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The cookies as a request header's value, for requests that are made by hand. */
  public String cookieHeader() {
    StringBuilder header = new StringBuilder();
    cookies
        .getCookieStore()
        .getCookies()
        .forEach(
            cookie ->
                header
                    .append(header.isEmpty() ? "" : "; ")
                    .append(cookie.getName())
                    .append('=')
                    .append(cookie.getValue()));
    return header.toString();
  }

  @Override
  public void close() {
    http.close();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

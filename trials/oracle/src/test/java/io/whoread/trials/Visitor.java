package io.whoread.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody who is logged in to a shop. */
final class Visitor {
  private static final Pattern ORDER = Pattern.compile("SO[0-9]+");
  private static final Pattern CUSTOMER = Pattern.compile("(?<=/customers/)c[0-9]+");

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .cookieHandler(new CookieManager())
          .build();
  private final URI shop;
  private final String actor;
  private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();

  /**
   * @param actor as the trail must name the account
   */
  Visitor(URI shop, String account, String actor) throws IOException, InterruptedException {
    this.shop = shop;
    this.actor = actor;
    HttpRequest.Builder login =
        HttpRequest.newBuilder(shop.resolve("/login"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("username=" + account + "&password=secret"));
    assertThat(client.send(login.build(), BodyHandlers.discarding()).statusCode()).isEqualTo(204);
  }

  Exchange get(String path, String form) throws IOException, InterruptedException {
    return send("GET", path, form, null);
  }

  Exchange getCompressed(String path, String form) throws IOException, InterruptedException {
    return send("GET", path, form, null, "Accept-Encoding", "gzip");
  }

  Exchange post(String path, String form) throws IOException, InterruptedException {
    return send("POST", path, form, "");
  }

  Exchange put(String path, String form, String json) throws IOException, InterruptedException {
    return send("PUT", path, form, json);
  }

  private Exchange send(String method, String path, String form, String body, String... headers)
      throws IOException, InterruptedException {
    String number = UUID.randomUUID().toString().replace("-", "");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(shop.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("traceparent", "00-" + number + "-00f067aa0ba902b7-01")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null && !body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
    assertThat(response.statusCode()).as("%s %s", method, path).isIn(200, 204);
    String operation = method + " " + template(path) + " (" + form + ")";
    Exchange exchange = new Exchange(number, actor, operation, response);
    exchanges.add(exchange);
    return exchange;
  }

  /** What was asked for, with names in place of numbers. */
  private static String template(String path) {
    Matcher order = ORDER.matcher(path.replaceFirst("\\?.*", ""));
    Matcher customer = CUSTOMER.matcher(order.replaceAll("{orderNo}"));
    return customer.replaceAll("{customerId}");
  }

  /** All requests so far, but for the log-in. */
  List<Exchange> exchanges() {
    return exchanges;
  }
}

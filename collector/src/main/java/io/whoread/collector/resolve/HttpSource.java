package io.whoread.collector.resolve;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Orders by HTTP: a question is posted as JSON. Redirects are not followed: only who is configured
 * is told a phone.
 *
 * @param token null where none is needed
 * @param tls null for the authorities known to the JVM
 * @param timeout of one question
 * @param zone in which times without an offset are told
 */
record HttpSource(URI address, String token, SSLContext tls, Duration timeout, ZoneId zone)
    implements Resolver.Source {
  private static final int MOST_BYTES = 65_536;
  private static final JsonMapper JSON = new JsonMapper();

  /** No message can repeat the token. */
  @Override
  public String toString() {
    return "http";
  }

  @Override
  public Resolver.Asking open() {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER);
    if (tls != null) {
      builder.sslContext(tls);
    }
    return new Client(builder.build());
  }

  private final class Client implements Resolver.Asking {
    private final HttpClient http;

    private Client(HttpClient http) {
      this.http = http;
    }

    @Override
    public List<Order> orders(Question question) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(address)
              .timeout(timeout)
              .header("Content-Type", "application/json")
              .header("User-Agent", "whoread")
              .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body(question))));
      if (token != null) {
        request.header("Authorization", "Bearer " + token);
      }
      try {
        HttpResponse<InputStream> answer =
            http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = answer.body()) {
          byte[] said = in.readNBytes(MOST_BYTES + 1);
          if (answer.statusCode() != 200) {
            throw new ResolverFailed("answered with status " + answer.statusCode());
          }
          if (said.length > MOST_BYTES) {
            throw new ResolverFailed("answered with more than " + MOST_BYTES + " bytes");
          }
          return told(JSON.readTree(said));
        }
      } catch (HttpTimeoutException e) {
        throw new ResolverFailed("did not answer within " + timeout.toSeconds() + " s");
      } catch (ConnectException e) {
        throw new ResolverFailed("cannot be reached");
      } catch (SSLException e) {
        throw new ResolverFailed("is not trusted: name its authority as ca-file");
      } catch (IOException e) {
        throw new ResolverFailed("broke off");
      } catch (JacksonException e) {
        throw noOrders();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ResolverFailed("was interrupted");
      }
    }

    @Override
    public void close() {
      http.shutdownNow();
    }
  }

  private Map<String, String> body(Question question) {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("phone", question.phone());
    body.put("name", question.name());
    body.put("from", text(question.from()));
    body.put("to", text(question.to()));
    return body;
  }

  private String text(Instant at) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atZone(zone));
  }

  private List<Order> told(JsonNode said) {
    if (!said.path("orders").isArray()) {
      throw noOrders();
    }
    List<Order> orders = new ArrayList<>();
    for (JsonNode each : said.path("orders")) {
      if (!each.path("order").isString()) {
        throw noOrders();
      }
      Order order = Order.of(each.path("order").asString(), each.path("placed").asString(""), zone);
      if (order != null && orders.size() <= Resolver.MOST_ORDERS) {
        orders.add(order);
      }
    }
    return orders;
  }

  private static ResolverFailed noOrders() {
    return new ResolverFailed(
        "answered otherwise than {\"orders\": [{\"order\": \"...\", \"placed\": \"...\"}]}");
  }
}

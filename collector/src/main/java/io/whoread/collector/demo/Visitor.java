package io.whoread.collector.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A person in front of the shop's pages, logged in with the form as everybody is. */
final class Visitor {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http;
  private final String shop;
  private final String id;
  private String session;

  private Visitor(HttpClient http, String shop, String id) {
    this.http = http;
    this.shop = shop;
    this.id = id;
  }

  /**
   * @param shop its address
   * @throws IOException where the shop does not let the person in
   */
  static Visitor logIn(HttpClient http, String shop, String id, String password)
      throws IOException, InterruptedException {
    Visitor visitor = new Visitor(http, shop, id);
    visitor.post("/login", "username=" + id + "&password=" + password);
    return visitor;
  }

  String id() {
    return id;
  }

  /** The page's bytes, as many as came. */
  byte[] get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  JsonNode json(String path) throws IOException, InterruptedException {
    return JSON.readTree(get(path));
  }

  /** Sends a form with the token that the shop asks for against forged requests. */
  byte[] post(String path, String form) throws IOException, InterruptedException {
    JsonNode csrf = json("/api/csrf");
    return send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(csrf.get("headerName").asString(), csrf.get("token").asString())
            .POST(BodyPublishers.ofString(form)));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(shop + path)).timeout(PATIENCE);
    if (session != null) {
      request.header("Cookie", session);
    }
    return request;
  }

  private byte[] send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
    answer
        .headers()
        .firstValue("Set-Cookie")
        .ifPresent(cookie -> session = cookie.substring(0, cookie.indexOf(';')));
    if (answer.statusCode() != 200) {
      throw new IOException(
          "the shop answered "
              + id
              + " with "
              + answer.statusCode()
              + " to "
              + answer.uri().getPath());
    }
    return answer.body();
  }
}

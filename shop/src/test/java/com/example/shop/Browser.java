package com.example.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Speaks to the shop as a person's browser does: cookies, log-in form, CSRF tokens. */
final class Browser {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final String root;

  Browser(int port) {
    this.root = "http://127.0.0.1:" + port;
  }

  static Browser loggedIn(int port, String username) throws IOException, InterruptedException {
    Browser browser = new Browser(port);
    int status = browser.logIn(username, "shop");
    if (status != 200) {
      throw new AssertionError("log-in of " + username + ": " + status);
    }
    return browser;
  }

  /** The answer's status. */
  int logIn(String username, String password) throws IOException, InterruptedException {
    return post("/login", "username=" + encoded(username) + "&password=" + encoded(password))
        .statusCode();
  }

  HttpResponse<byte[]> post(String path, String form) throws IOException, InterruptedException {
    JsonNode csrf = JSON.readTree(get("/api/csrf").body());
    return http.send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(csrf.get("headerName").asText(), csrf.get("token").asText())
            .POST(BodyPublishers.ofString(form))
            .build(),
        BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.ofByteArray());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(root + path)).timeout(Duration.ofSeconds(30));
  }

  JsonNode json(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = get(path);
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + ": " + answer.statusCode());
    }
    return JSON.readTree(answer.body());
  }

  static JsonNode parse(HttpResponse<byte[]> answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}

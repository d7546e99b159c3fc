package io.whoread.collector.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whoread.collector.RunningCollector;
import io.whoread.collector.api.login.Account;
import io.whoread.collector.api.login.AccountRole;
import io.whoread.collector.api.login.Accounts;
import io.whoread.collector.api.login.Passwords;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Action;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedProxiesTest {
  private static final String PASSWORD = "not-a-good-one";

  @TempDir private Path data;

  @Test
  void configuredProxyTellsTheClientAndThatItCameOverTls() throws Exception {
    try (RunningCollector collector =
        RunningCollector.start(data, Map.of("whoread.trusted-proxies", "127.0.0.1,192.0.2.8"))) {
      // Whatever the client wrote itself stands before what the proxies added.
      List<String> cookies = logIn(collector, "127.0.0.1, 198.51.100.7, 192.0.2.8", "https");
      assertThat(cookies).anyMatch(c -> c.startsWith("whoread-session=") && c.contains("Secure"));
      assertThat(lastAddress(collector)).isEqualTo("198.51.100.7");
      assertThat(
              collector
                  .get("/actuator/prometheus", "X-Forwarded-For", "127.0.0.1, 198.51.100.7")
                  .statusCode())
          .isIn(401, 403);
    }
  }

  @Test
  void nobodyElseIsBelieved() throws Exception {
    try (RunningCollector collector = RunningCollector.start(data)) {
      List<String> cookies = logIn(collector, "198.51.100.7", "https");
      assertThat(cookies).anyMatch(c -> c.startsWith("whoread-session=") && !c.contains("Secure"));
      assertThat(lastAddress(collector)).isEqualTo("127.0.0.1");
    }
    assertThatThrownBy(
            () -> RunningCollector.start(data, Map.of("whoread.trusted-proxies", "proxy.example")))
        .rootCause()
        .hasMessageContaining("whoread.trusted-proxies: proxy.example is no IP address");
  }

  /** A script's requests are one log-in for five minutes, as long as they come from one place. */
  @Test
  void everyLogInIsInTheLogWithWhereItCameFrom() throws Exception {
    try (RunningCollector collector =
        RunningCollector.start(data, Map.of("whoread.trusted-proxies", "127.0.0.1"))) {
      logIn(collector, "198.51.100.7", "https");
      logIn(collector, "198.51.100.8", "https");
      logIn(collector, "198.51.100.8", "https");
      String basic = Base64.getEncoder().encodeToString(("li:" + PASSWORD).getBytes(UTF_8));
      for (String client : List.of("198.51.100.8", "198.51.100.8", "198.51.100.9")) {
        assertThat(
                collector
                    .get("/api/today", "X-Forwarded-For", client, "Authorization", "Basic " + basic)
                    .statusCode())
            .isEqualTo(200);
      }
      assertThat(logInAddresses(collector))
          .containsExactly(
              "198.51.100.7", "198.51.100.8", "198.51.100.8", "198.51.100.8", "198.51.100.9");
    }
  }

  @BeforeEach
  void account() throws IOException {
    new Accounts(data, Passwords.encoder())
        .put(
            new Account(
                "li",
                Passwords.encoder().encode(PASSWORD),
                EnumSet.of(AccountRole.RESPONDER),
                null));
  }

  /** Logs in as a browser does; returns the cookies that are set. */
  private static List<String> logIn(RunningCollector collector, String client, String protocol)
      throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest.Builder page =
          HttpRequest.newBuilder(collector.uri("/api/me"))
              .header("X-Forwarded-For", client)
              .header("X-Forwarded-Proto", protocol);
      String csrf =
          http
              .send(page.build(), HttpResponse.BodyHandlers.discarding())
              .headers()
              .allValues("Set-Cookie")
              .stream()
              .filter(cookie -> cookie.startsWith("whoread-csrf="))
              .map(cookie -> cookie.substring(13, cookie.indexOf(';')))
              .findFirst()
              .orElseThrow();
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(collector.uri("/api/login"))
                  .header("X-Forwarded-For", client)
                  .header("X-Forwarded-Proto", protocol)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .header("Cookie", "whoread-csrf=" + csrf)
                  .header("X-Whoread-Csrf", csrf)
                  .POST(HttpRequest.BodyPublishers.ofString("name=li&password=" + PASSWORD))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
      return answer.headers().allValues("Set-Cookie");
    }
  }

  private static String lastAddress(RunningCollector collector) throws Exception {
    return logInAddresses(collector).getLast();
  }

  private static List<String> logInAddresses(RunningCollector collector) throws Exception {
    List<String> addresses = new ArrayList<>();
    try (Log.Cursor cursor = collector.bean(LocalLog.class).read(0)) {
      while (cursor.next()) {
        Action action = cursor.entry().getAction();
        if (action.getKind() == Action.Kind.LOGIN) {
          addresses.add(action.getAddress());
        }
      }
    }
    return addresses;
  }
}

package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Tomcats before and after the one that the other tests run on, javax and jakarta. */
class ContainerIT extends Deployed {
  static List<PlainTomcat> tomcats() {
    return PlainTomcat.all();
  }

  @BeforeEach
  void configure() throws Exception {
    deployment.configure(
        """
        trusted-proxies: [127.0.0.1]
        actors: [{session: desk}, principal, {header: X-Staff}]
        """
            + Deployment.GUARD);
  }

  /**
   * The first service has no collector, and is killed: whatever the second one sends was on the
   * disk before.
   */
  @ParameterizedTest
  @MethodSource("tomcats")
  void tellsWhoSawWhatThoughItIsKilled(PlainTomcat tomcat) throws Exception {
    String yaml = Files.readString(folder.resolve("whoread.yaml"));
    deployment.sendTo(9);
    Set<ByteString> streamed = new HashSet<>();
    try (Jvm service = tomcat.start(folder, deployment.agent())) {
      service.get(null, "/orders/1", "X-Staff", "e2002");
      HttpResponse<String> desk = service.send(null, "/desk?number=e3003");
      String cookie = desk.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
      service.get(null, "/orders/2", "X-Staff", "e2002", "Cookie", cookie);
      service.get("e1001", "/own/3", "X-Staff", "e2002");
      assertThat(service.get("e1001", "/async/4")).contains("SO00000004");
      assertThat(service.get("e1001", "/dispatched/5")).contains("SO00000005");
      service.get(null, "/orders/6");
      try (Socket head = open(service, "/head/7");
          Socket stream = open(service, "/stream")) {
        assertThat(lines(head).lines().takeWhile(line -> !line.isEmpty()))
            .contains("X-Order: SO00000007");
        readUntilKilled(stream, service, streamed);
      }
    }
    assertThat(streamed).hasSizeGreaterThanOrEqualTo(1000);
    Files.writeString(folder.resolve("whoread.yaml"), yaml);
    try (Jvm next = tomcat.start(folder, deployment.agent())) {
      told("GET /orders/*", "e2002", "header:X-Staff", 1);
      told("GET /orders/*", "e3003", "session:desk", 2);
      told("GET /own/*", "e1001", "principal", 3);
      told("GET /async/*", "e1001", "principal", 4);
      told("GET /dispatched/*", "e1001", "principal", 5);
      told("GET /orders/*", "", "", 6);
      told("GET /head/*", "", "", 7);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(subjects("GET /stream")).containsAll(streamed));
      assertThat(deployment.collector.seen("GET /stream"))
          .allMatch(seen -> seen.actor().getId().equals("e1001"));
      assertThat(deployment.one("GET /own/*").plain(0))
          .isEqualTo(Set.of("order-id", "name", "phone", "address"));
      assertThat(next.stderr().lines().filter(line -> line.startsWith("whoread "))).hasSize(1);
      assertThat(deployment.collector.coverage())
          .allSatisfy(
              coverage ->
                  assertThat(coverage.getHooksList())
                      .allMatch(hook -> hook.getProblem().isEmpty()));
    }
  }

  private void told(String operation, String actor, String source, int order) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(deployment.collector.seen(operation))
                    .anySatisfy(
                        seen -> {
                          assertThat(seen.actor().getId()).isEqualTo(actor);
                          assertThat(seen.actor().getSource()).isEqualTo(source);
                          assertThat(seen.subjects()).containsExactly(deployment.order(order));
                        }));
  }

  private Set<ByteString> subjects(String operation) {
    return deployment.collector.seen(operation).stream()
        .flatMap(seen -> seen.subjects().stream())
        .collect(Collectors.toSet());
  }

  private static Socket open(Jvm service, String path) throws IOException {
    Socket socket = new Socket("127.0.0.1", service.uri("/").getPort());
    String login = Base64.getEncoder().encodeToString("e1001:secret".getBytes());
    String request =
        "GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Basic " + login + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static BufferedReader lines(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream()));
  }

  private void readUntilKilled(Socket stream, Jvm service, Set<ByteString> seen) throws Exception {
    BufferedReader in = lines(stream);
    try {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.matches("SO[0-9]{8},.*")) {
          String number = line.split(",")[0];
          seen.add(ByteString.copyFrom(deployment.pseudonyms.of("order", number)));
        }
        if (seen.size() == 1000) {
          service.kill();
        }
      }
    } catch (IOException e) {
      // The connection ends with the service.
    }
  }
}

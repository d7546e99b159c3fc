package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who comes past the gateway may write what it likes: it gets no name and no address of its own.
 */
class ProxyIT {
  private static final String GATEWAY = "127.0.0.2";
  private static final String SOMEBODY = "127.0.0.1";

  @TempDir Path folder;

  /** "native" is Tomcat's RemoteIpValve, "framework" is Spring's ForwardedHeaderFilter. */
  @ParameterizedTest
  @ValueSource(strings = {"none", "native", "framework"})
  void onlyTheGatewaysWordIsTaken(String strategy) throws Exception {
    try (Deployment deployment = new Deployment(folder)) {
      deployment.configure(
          "trusted-proxies: [" + GATEWAY + "]\nactors: [{header: X-Staff}]\n" + Deployment.GUARD);
      List<String> options = new ArrayList<>(deployment.agent());
      options.add("-Dserver.forward-headers-strategy=" + strategy);
      try (Jvm service = Jvm.service(Jdks.all().get(0), folder, options)) {
        send(service, GATEWAY, 1, "X-Forwarded-For: 203.0.113.9", "X-Staff: e7");
        send(service, SOMEBODY, 2, "X-Forwarded-For: " + GATEWAY, "X-Staff: e7");
        send(service, SOMEBODY, 3, "X-Forwarded-For: 203.0.113.9, " + GATEWAY, "X-Staff: e7");
        send(service, GATEWAY, 4, "X-Staff: e7", "X-Staff: e8");
        send(service, GATEWAY, 5, "X-Forwarded-For: 6.6.6.6, 203.0.113.9", "X-Staff: e8");

        told(deployment, 1, "e7", "203.0.113.9");
        told(deployment, 2, "", SOMEBODY);
        told(deployment, 3, "", SOMEBODY);
        told(deployment, 4, "", GATEWAY);
        told(deployment, 5, "e8", "203.0.113.9");
      }
    }
  }

  private static void send(Jvm service, String from, int order, String... headers)
      throws IOException {
    int port = service.uri("/").getPort();
    InetAddress to = InetAddress.getByName("127.0.0.1");
    try (Socket socket = new Socket(to, port, InetAddress.getByName(from), 0)) {
      String request =
          "GET /open/orders/"
              + order
              + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
              + String.join("\r\n", headers)
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readAllBytes();
      assertThat(new String(answer, StandardCharsets.UTF_8)).startsWith("HTTP/1.1 200");
    }
  }

  private static void told(Deployment deployment, int order, String actor, String address) {
    Seen seen =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () ->
                    deployment.collector.seen("GET /open/orders/{id}").stream()
                        .filter(one -> one.subjects().contains(deployment.order(order)))
                        .findFirst(),
                java.util.Optional::isPresent)
            .get();
    assertThat(seen.actor().getId()).as("actor of " + order).isEqualTo(actor);
    assertThat(seen.caller().getAddress()).as("address of " + order).isEqualTo(address);
  }
}

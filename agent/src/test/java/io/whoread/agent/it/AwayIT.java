package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever looks after the service reads in its log that the collector is away, and back. */
class AwayIT {
  @TempDir Path folder;

  @Test
  void tellsOnceThatTheCollectorIsAwayAndOnceThatItIsBack() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (Deployment deployment = new Deployment(folder)) {
      deployment.configure("actors: [principal]\n" + Deployment.GUARD);
      Path yaml = folder.resolve("whoread.yaml");
      String at = deployment.collector.address().toString();
      Files.writeString(yaml, Files.readString(yaml).replace(at, "http://127.0.0.1:" + port));
      try (Jvm service = PlainTomcat.ELEVEN.start(folder, deployment.agent())) {
        service.get("e1001", "/own/1");
        await().atMost(Duration.ofSeconds(20)).until(() -> said(service).size() == 2);
        assertThat(said(service).get(1))
            .isEqualTo(
                "whoread collector 127.0.0.1:%d cannot be reached (java.net.ConnectException);"
                        .formatted(port)
                    + " records wait in the spool");
        HttpServer back =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        back.createContext(
            "/",
            exchange -> {
              exchange.getRequestBody().readAllBytes();
              exchange.sendResponseHeaders(204, -1);
              exchange.close();
            });
        back.start();
        try {
          await().atMost(Duration.ofSeconds(30)).until(() -> said(service).size() == 3);
          assertThat(said(service).get(2))
              .matches(
                  Pattern.quote("whoread collector 127.0.0.1:" + port)
                      + " is back, [0-9]+ batch(es)? waiting");
        } finally {
          back.stop(0);
        }
      }
    }
  }

  /** The token itself is nobody's business. */
  @Test
  void tellsWhereTheTokenIsReadFromThatTheCollectorDoesNotKnow() throws Exception {
    HttpServer refusing =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    refusing.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    refusing.start();
    try (Deployment deployment = new Deployment(folder)) {
      deployment.configure("token-file: token\nactors: [principal]\n" + Deployment.GUARD);
      Files.writeString(folder.resolve("token"), "whoread_secret\n");
      Path yaml = folder.resolve("whoread.yaml");
      String at = deployment.collector.address().toString();
      int port = refusing.getAddress().getPort();
      Files.writeString(yaml, Files.readString(yaml).replace(at, "http://127.0.0.1:" + port));
      try (Jvm service = PlainTomcat.ELEVEN.start(folder, deployment.agent())) {
        await().atMost(Duration.ofSeconds(20)).until(() -> said(service).size() == 2);
        assertThat(said(service).get(1))
            .isEqualTo(
                "whoread collector 127.0.0.1:%d does not know the token in %s (401): it is another"
                        .formatted(port, folder.resolve("token"))
                    + " one's, or was removed; records wait in the spool");
        assertThat(service.stderr()).doesNotContain("whoread_secret");
      }
    } finally {
      refusing.stop(0);
    }
  }

  private static List<String> said(Jvm service) throws IOException {
    return service.stderr().lines().filter(line -> line.startsWith("whoread ")).toList();
  }
}

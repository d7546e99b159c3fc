package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
      deployment.sendTo(port);
      try (Jvm service = PlainTomcat.ELEVEN.start(folder, deployment.agent())) {
        service.get("e1001", "/own/1");
        await().atMost(Duration.ofSeconds(20)).until(() -> service.said().size() == 2);
        // On a busy machine before what it guards.
        assertThat(service.said())
            .contains(
                "whoread collector 127.0.0.1:%d cannot be reached (java.net.ConnectException: does it run, and"
                        .formatted(port)
                    + " listen there?); records wait in the spool");
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
          await().atMost(Duration.ofSeconds(30)).until(() -> service.said().size() == 3);
          assertThat(service.said().get(2))
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
      int port = refusing.getAddress().getPort();
      deployment.sendTo(port);
      try (Jvm service = PlainTomcat.ELEVEN.start(folder, deployment.agent())) {
        await().atMost(Duration.ofSeconds(20)).until(() -> service.said().size() == 2);
        // On a busy machine before what it guards.
        assertThat(service.said())
            .contains(
                "whoread collector 127.0.0.1:%d does not know the token in %s (401): it is another"
                        .formatted(port, folder.resolve("token"))
                    + " one's, or was removed; records wait in the spool");
        assertThat(service.stderr()).doesNotContain("whoread_secret");
      }
    } finally {
      refusing.stop(0);
    }
  }
}

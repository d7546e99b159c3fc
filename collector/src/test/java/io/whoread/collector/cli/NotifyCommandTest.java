package io.whoread.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.whoread.collector.RunningCollector;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.v1.Entry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command, and the collector with channels. */
class NotifyCommandTest {
  @TempDir private Path temp;
  private Path data;
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private HttpServer peer;

  @BeforeEach
  void begin() throws Exception {
    data = Files.createDirectories(temp.resolve("data"));
    peer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    peer.createContext(
        "/",
        exchange -> {
          received.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(
              exchange.getRequestURI().getPath().equals("/no") ? 403 : 204, -1);
          exchange.close();
        });
    peer.start();
    Path secret = data.resolve("secret");
    Files.writeString(secret, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(
        data.resolve("notify.yaml"),
        """
        channels:
          good: {type: webhook, address: "http://127.0.0.1:%1$d/yes", secret-file: secret}
          bad: {type: webhook, address: "http://127.0.0.1:%1$d/no", secret-file: secret}
        """
            .formatted(peer.getAddress().getPort()));
  }

  @AfterEach
  void end() {
    peer.stop(0);
  }

  private int run(String... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Whoread.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }

  @Test
  void eachChannelIsTriedAndItsAnswerTold() throws Exception {
    assertThat(run("notify", "test", "--data", data.toString())).isEqualTo(1);
    assertThat(out.toString().lines())
        .containsExactly("good: sent: taken", "bad: NOT SENT: status 403");
    assertThat(received).hasSize(2).allMatch(each -> each.contains("\"test\":true"));
    assertThat(run("notify", "test", "good", "--data", data.toString())).isZero();
    assertThat(out.toString().lines()).containsExactly("good: sent: taken");
    assertThat(run("notify", "test", "best", "--data", data.toString())).isEqualTo(1);
    assertThat(err.toString())
        .contains("notify.yaml: no channel is named \"best\"; there are: good, bad");
    assertThat(run("notify", "test", "--data", temp.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("notify.yaml: no such file; docs/operations.md");
    assertThat(run("notify")).isEqualTo(2);
    // The secret where its file should be named.
    String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    Files.writeString(
        data.resolve("notify.yaml"),
        "channels:\n  a: {type: webhook, address: 'http://127.0.0.1:1/', secret-file: %s}\n"
            .formatted(secret));
    assertThat(run("notify", "test", "--data", data.toString())).isEqualTo(1);
    assertThat(err.toString())
        .contains("notify.yaml:2: no such file beside notify.yaml")
        .doesNotContain(secret);
  }

  @Test
  void aRunningCollectorTellsOfItsAlertsAndOfItsChannels() throws Exception {
    try (RunningCollector collector = RunningCollector.start(data)) {
      collector
          .bean(LocalLog.class)
          .append(
              Entry.newBuilder()
                  .setAlert(
                      Alert.newBuilder()
                          .setId("00000000000000aa")
                          .setRevision(1)
                          .setRole("staff")
                          .setGroup("staff")
                          .setSeverity(Severity.URGENT))
                  .build())
          .join();
      await().until(() -> received.size() == 2);
      assertThat(received).allMatch(each -> each.contains("\"alert\":\"00000000000000aa\""));
      await()
          .untilAsserted(
              () ->
                  assertThat(collector.get("/actuator/prometheus").body())
                      .contains(
                          "whoread_notify_sent_total{channel=\"good\"} 1.0",
                          "whoread_notify_failed_total{channel=\"bad\"} 1.0",
                          "whoread_notify_due{channel=\"bad\"} 1.0",
                          "whoread_notify_settings_up 1.0",
                          "whoread_view_up{view=\"notify\"} 1.0"));
      assertThat(collector.get("/actuator/health").statusCode()).isEqualTo(200);
      Files.writeString(data.resolve("notify.yaml"), "channels: {a: {type: pigeon}}\n");
      await().until(() -> collector.get("/actuator/health").statusCode() == 503);
      // Records are taken in all the same.
      assertThat(collector.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
      assertThat(collector.get("/actuator/prometheus").body())
          .contains("whoread_notify_settings_up 0.0");
    }
    assertThat(run("collector", "--data", data.toString(), "--port", "0")).isEqualTo(1);
    assertThat(err.toString()).contains("notify.yaml:1: expected one of webhook");
  }
}

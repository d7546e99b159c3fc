package io.whoread.collector.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.collector.Batches;
import io.whoread.collector.RunningCollector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowerTest {
  @TempDir private Path data;

  /** What the disk refuses for a while is done later, and meanwhile told; records are taken. */
  @Test
  void viewThatTheDiskFailsIsToldAndGoesOn() throws Exception {
    try (RunningCollector collector = RunningCollector.start(data)) {
      assertThat(health(collector, "")).isEqualTo(200);
      // Where the next checkpoint would be written stands a folder.
      Path obstacle = Files.createDirectory(data.resolve("log/checkpoint.new"));
      assertThat(collector.post(Batches.one(1, 1, Instant.now(), 1).build()).statusCode())
          .isEqualTo(204);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(health(collector, "")).isEqualTo(503));
      assertThat(collector.get("/actuator/prometheus").body())
          .containsPattern("whoread_view_up\\{.*view=\"seal\".*} 0")
          .containsPattern("whoread_view_up\\{.*view=\"index\".*} 1")
          .containsPattern("whoread_view_failures_total\\{.*view=\"seal\".*} [1-9]");
      // The only intake there is stays with the balancer: the log takes everything.
      assertThat(health(collector, "/readiness")).isEqualTo(200);
      assertThat(collector.post(Batches.one(1, 2, Instant.now(), 1).build()).statusCode())
          .isEqualTo(204);
      Files.delete(obstacle);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(health(collector, "")).isEqualTo(200));
      long end = collector.bean(LocalLog.class).end();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  Long.parseLong(Files.readAllLines(data.resolve("log/checkpoint")).get(1)) >= end);
    }
  }

  private static int health(RunningCollector collector, String group) throws Exception {
    return collector.get("/actuator/health" + group).statusCode();
  }
}

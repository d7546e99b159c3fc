package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.record.v1.Gap;
import io.whoread.record.v1.GapReason;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More requests at once, each with thousands of reads, than the agent's heap has room for. */
class CrowdIT {
  /** Requests that read more than all ledgers may hold. */
  private static final int CROWD = 100;

  /** Requests after them: more than the smallest ledgers that what is left is enough for. */
  private static final int LATE = 60;

  @TempDir Path folder;

  @Test
  void aRequestIsRecordedOrCountedAsAGap() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CROWD + LATE);
    try (Deployment deployment = new Deployment(folder)) {
      deployment.configure(
          "actors: [principal]\n"
              + Deployment.GUARD
              + """
                - class: com.example.orders.Shapes$Label
                  subject: order
                  id: orderNo
                  fields: {mobile: phone}
              """);
      try (Jvm service = PlainTomcat.ELEVEN.start(folder, deployment.agent())) {
        List<Future<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
          answers.add(clients.submit(() -> service.send(null, "/hold/3000")));
        }
        awaitHeld(service, CROWD);
        for (int i = 0; i < LATE; i++) {
          answers.add(clients.submit(() -> service.send(null, "/hold/1")));
        }
        awaitHeld(service, CROWD + LATE);
        for (int i = 0; i < 5; i++) {
          assertThat(service.get(null, "/orders/" + i)).contains("1380000");
          assertThat(service.get(null, "/shapes/label/" + i)).contains("1360000");
          // Reads nothing, so loses nothing.
          service.get(null, "/desk?number=1");
        }
        service.get(null, "/release");
        for (Future<HttpResponse<String>> answer : answers) {
          assertThat(answer.get().statusCode()).isEqualTo(200);
        }
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(
                () ->
                    assertThat(recorded(deployment) + missed(deployment))
                        .isEqualTo(CROWD + LATE + 10));
        assertThat(missed(deployment)).isPositive();
      }
    } finally {
      clients.shutdownNow();
    }
  }

  private static void awaitHeld(Jvm service, int requests) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Integer.parseInt(service.get(null, "/held")) == requests);
  }

  private static long recorded(Deployment deployment) {
    return deployment.collector.seen().stream()
        .map(seen -> seen.access().getTraceId())
        .distinct()
        .count();
  }

  private static long missed(Deployment deployment) {
    return deployment.collector.gaps().stream()
        .filter(gap -> gap.getReason() == GapReason.GAP_REASON_LEDGER)
        .mapToLong(Gap::getAccesses)
        .sum();
  }
}

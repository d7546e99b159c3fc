package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A response may be written by a thread that works for somebody else: whoever is in that thread's
 * security context did not ask for what the response holds.
 */
class OthersThreadIT {
  @ParameterizedTest
  @CsvSource({"undertow, undertow", "jetty12, jetty12"})
  void isNotAskedWhoActs(String library, String sources, @TempDir Path folder) throws Exception {
    PlainServer server = PlainServer.of(library, "newest", sources, "jakarta");
    try (Deployment deployment = new Deployment(folder)) {
      deployment.configure("actors: [{static: Orders.current()}]\n" + Deployment.GUARD);
      try (Jvm service = server.start(folder, deployment.agent())) {
        CompletableFuture<String> waits =
            CompletableFuture.supplyAsync(() -> answer(service, "/waits/1"));
        assertThat(answer(service, "/brings/2")).contains("SO00000002");
        assertThat(waits.join()).contains("SO00000001", "SO00000003");
        await().until(() -> !who(deployment, 3).isEmpty());
        await().until(() -> !who(deployment, 2).isEmpty());
        // It left while its own request had not said yet who acts.
        assertThat(who(deployment, 1)).containsOnly(" unmatched");
        assertThat(who(deployment, 2)).containsOnly("e-brings GET /brings/*");
        assertThat(who(deployment, 3)).containsOnly("e-waits GET /waits/*");
      }
    }
  }

  private static String answer(Jvm service, String path) {
    try {
      return service.get(null, path);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Under which names and operations an order was told. */
  private static List<String> who(Deployment deployment, int order) {
    return deployment.collector.seen().stream()
        .filter(seen -> seen.subjects().contains(deployment.order(order)))
        .map(seen -> seen.actor().getId() + " " + seen.operation())
        .toList();
  }
}

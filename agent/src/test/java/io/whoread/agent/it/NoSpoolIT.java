package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.record.v1.Gap;
import io.whoread.record.v1.GapReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spool that cannot be made is the one trouble that only the service's log can tell of. */
class NoSpoolIT {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;

  /** What stands in the way is a file, which stops root too. */
  @Test
  void isToldWithPathAndReasonAndWhenItIsOver() throws Exception {
    Path spool = Files.createFile(folder.resolve("spool"));
    try (Deployment deployment = new Deployment(folder)) {
      deployment.configure("actors: [principal]\n" + Deployment.GUARD);
      try (Jvm service = PlainTomcat.ELEVEN.start(folder, deployment.agent())) {
        service.get("e1001", "/own/1");
        // It may come before the line that tells what is guarded.
        await().atMost(LONG).until(() -> service.said().size() == 2);
        assertThat(service.said())
            .anySatisfy(
                line ->
                    assertThat(line)
                        .startsWith(
                            "whoread RECORDS NOTHING: the spool " + spool + "/orders cannot")
                        .contains(
                            "cannot make the folder " + spool + ": a file has that name; right")
                        .endsWith("spool: dir: in whoread.yaml"));
        assertThat(service.said())
            .as("no line alone says that anything is recorded")
            .allMatch(line -> line.contains("RECORDS NOTHING"))
            .anyMatch(line -> line.contains(" can be written; then it guards 4 classes "));
        Files.delete(spool);
        await().atMost(LONG).until(() -> service.said().size() == 3);
        assertThat(service.said().get(2))
            .isEqualTo("whoread records again: the spool " + spool + "/orders can be written");
        service.get("e1001", "/own/2");
        await().atMost(LONG).until(() -> deployment.collector.seen().size() == 1);
        await()
            .atMost(LONG)
            .untilAsserted(
                () ->
                    assertThat(deployment.collector.gaps())
                        .filteredOn(gap -> gap.getReason() == GapReason.GAP_REASON_SPOOL)
                        .extracting(Gap::getAccesses)
                        .containsExactly(1L));
      }
    }
  }
}

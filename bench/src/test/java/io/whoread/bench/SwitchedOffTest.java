package io.whoread.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent that is switched off tells, as the collector understands it. */
@Tag("full")
class SwitchedOffTest {
  private static final Path HOME = Path.of(System.getProperty("whoread.home"));
  private static final Duration START = Duration.ofSeconds(120);

  /** Two minutes beyond the last piece that was told, of which one follows in 20 s. */
  private static final Duration MOST_BEYOND = Duration.ofMinutes(2);

  private static final Duration LEAST_BEYOND = MOST_BEYOND.minusSeconds(20 + 10);

  /** After its last word, an agent that was killed while off counts as running for 150 s. */
  private static final Duration FORGOTTEN = Duration.ofMinutes(3);

  @TempDir Path folder;
  private Deployment deployment;
  private ConsoleClient console;

  private record Gap(Instant from, Instant to) {
    Duration length() {
      return Duration.between(from, to);
    }
  }

  @BeforeEach
  void deploy() throws Exception {
    deployment = Deployment.start(HOME, folder);
    console = new ConsoleClient(deployment.collectorAddress(), "admin", deployment.adminPassword());
  }

  @AfterEach
  void end() {
    console.close();
    deployment.close();
  }

  @Test
  void aProcessThatIsKilledMeanwhileLeavesOneGapThatHoldsAllOfIt() throws Exception {
    Path file = deployment.agentFolder().resolve("whoread.off");
    Instant asked;
    Instant off;
    Instant killed;
    long pid;
    try (ChildJvm shop = startShop("killed.out")) {
      pid = shop.pid();
      asked = Instant.now();
      Files.createFile(file);
      isSaid(shop, "is switched off", START);
      off = Instant.now();
      // After the short pieces of the beginning: more than one of 20 s.
      await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> gaps(pid), gaps -> longest(gaps).compareTo(Duration.ofSeconds(80)) > 0);
      assertThat(state()).isEqualTo("off");
      shop.kill();
      killed = Instant.now();
    }
    try (ChildJvm next = startShop("next.out")) {
      isSaid(next, "is switched off", START);
      Files.delete(file);
      isSaid(next, "is switched on again", Duration.ofSeconds(10));
      Instant on = Instant.now();
      await().atMost(START).until(() -> gaps(next.pid()), gaps -> gaps.size() == 1);
      await().atMost(FORGOTTEN).until(this::state, "attached"::equals);
      assertThat(gaps(next.pid()).getFirst().to()).isBetween(killed, on);
    }
    // Up to then it may go on, for all that is known.
    await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> gaps(pid), gaps -> last(gaps).isBefore(Instant.now().minusSeconds(5)));
    assertThat(gaps(pid))
        .singleElement()
        .satisfies(gap -> assertThat(gap.from()).isBetween(asked, off))
        .satisfies(
            gap ->
                assertThat(gap.to())
                    .isBetween(killed.plus(LEAST_BEYOND), killed.plus(MOST_BEYOND)));
  }

  private ChildJvm startShop(String output) throws Exception {
    ChildJvm shop = deployment.startShop(deployment.agentArguments(), folder.resolve(output));
    shop.awaitAnswer(deployment.shopAddress().resolve("/"), START);
    return shop;
  }

  private static void isSaid(ChildJvm shop, String words, Duration within) {
    await().atMost(within).until(() -> shop.output().contains("whoread " + words));
  }

  private String state() throws IOException, InterruptedException {
    return console.get("/api/service", "name", "shop").get("service").get("state").asText();
  }

  /** Those in which a process was switched off. */
  private List<Gap> gaps(long pid) throws IOException, InterruptedException {
    List<Gap> gaps = new ArrayList<>();
    for (JsonNode group : console.get("/api/gaps", "service", "shop")) {
      if (group.get("reason").asText().equals("off")) {
        for (JsonNode gap : group.get("each")) {
          if (gap.get("instance").asText().endsWith(":" + pid)) {
            gaps.add(
                new Gap(
                    Instant.parse(gap.get("from").asText()),
                    Instant.parse(gap.get("to").asText())));
          }
        }
      }
    }
    return gaps;
  }

  private static Duration longest(List<Gap> gaps) {
    return gaps.stream().map(Gap::length).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  private static Instant last(List<Gap> gaps) {
    return gaps.stream().map(Gap::to).max(Instant::compareTo).orElseThrow();
  }
}

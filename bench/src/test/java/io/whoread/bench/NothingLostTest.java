package io.whoread.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.whoread.record.PseudonymKey;
import io.whoread.record.Pseudonyms;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What any client was given stands in the trail, whatever ends the shop or the collector. */
class NothingLostTest {
  private static final Path HOME = Path.of(System.getProperty("whoread.home"));
  private static final Duration START = Duration.ofSeconds(120);

  @TempDir Path folder;
  private Deployment deployment;
  private final Instant begin = Instant.now().minusSeconds(60);

  /** Whose client received which order numbers. */
  private final Map<String, Set<String>> received = new HashMap<>();

  @BeforeEach
  void deploy() throws Exception {
    deployment = Deployment.start(HOME, folder);
    Deployment.STAFF.forEach(user -> received.put(user, ConcurrentHashMap.newKeySet()));
  }

  @AfterEach
  void end() throws Exception {
    deployment.close();
  }

  @Test
  void shopKilledTenTimesUnderLoad() throws Exception {
    for (int round = 0; round < 10; round++) {
      try (ChildJvm shop = startShop("killed.out")) {
        List<Thread> threads = harvest(new ArrayList<>());
        // At a moment that is chosen by chance: not a wait for anything.
        LockSupport.parkNanos(
            Duration.ofMillis(ThreadLocalRandom.current().nextInt(300, 2_000)).toNanos());
        shop.kill();
        for (Thread thread : threads) {
          thread.join();
        }
      }
    }
    try (ChildJvm adopting = startShop("adopting.out")) {
      assertTrailHolds(false);
      assertThat(adopting.process().isAlive()).isTrue();
    }
  }

  @Test
  void collectorStoppedAndStartedAgain() throws Exception {
    try (ChildJvm shop = startShop("shop.out")) {
      deployment.close();
      List<Harvest> clients = new ArrayList<>();
      List<Thread> threads = harvest(clients);
      await().atMost(START).until(() -> clients.stream().allMatch(c -> c.responses() >= 20));
      clients.forEach(Harvest::stop);
      for (Thread thread : threads) {
        thread.join();
      }
      deployment.startCollector();
      assertTrailHolds(true);
      int responses = clients.stream().mapToInt(Harvest::responses).sum();
      assertThat(requests()).as("every response once").isEqualTo(responses);
      assertThat(shop.process().isAlive()).isTrue();
    }
  }

  private ChildJvm startShop(String output) throws Exception {
    List<String> arguments = new ArrayList<>(deployment.agentArguments());
    // The same world at every start, so that a number means the same order.
    arguments.add("-Dshop.world.until=2026-11-01T00:00:00Z");
    ChildJvm shop = deployment.startShop(arguments, folder.resolve(output));
    shop.awaitAnswer(deployment.shopAddress().resolve("/"), START);
    return shop;
  }

  private List<Thread> harvest(List<Harvest> clients) throws Exception {
    URI address = deployment.shopAddress();
    for (String user : Deployment.STAFF) {
      try (ShopClient client = new ShopClient(address, user, Deployment.PASSWORD)) {
        clients.add(new Harvest(address, client.cookieHeader(), received.get(user)));
      }
    }
    return clients.stream().map(client -> Thread.ofPlatform().start(client)).toList();
  }

  /**
   * @param nothingElse where no response broke off: then the trail holds exactly what was received
   */
  private void assertTrailHolds(boolean nothingElse) throws Exception {
    Pseudonyms pseudonyms =
        new Pseudonyms(PseudonymKey.read(deployment.agentFolder().resolve("key")).get(0));
    try (ConsoleClient console = console()) {
      for (String user : Deployment.STAFF) {
        Set<String> expected = new HashSet<>();
        for (String number : received.get(user)) {
          expected.add("~" + HexFormat.of().formatHex(pseudonyms.of("order", number)));
        }
        assertThat(expected).as("orders that %s received", user).isNotEmpty();
        // The trail knows a person once a record of that person is found in it.
        await().atMost(START).ignoreException(IOException.class).until(() -> opened(console, user));
        await()
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofSeconds(1))
            .untilAsserted(
                () -> {
                  Set<String> trail = subjects(console, user);
                  Set<String> missing = new HashSet<>(expected);
                  missing.removeAll(trail);
                  assertThat(missing)
                      .as("of %d received, with %d in the trail", expected.size(), trail.size())
                      .isEmpty();
                  if (nothingElse) {
                    trail.removeAll(expected);
                    assertThat(trail).as("in the trail and not received").isEmpty();
                  }
                });
      }
    }
  }

  private static boolean opened(ConsoleClient console, String user) throws Exception {
    console.open(user);
    return true;
  }

  private Set<String> subjects(ConsoleClient console, String user) throws Exception {
    Set<String> subjects = new HashSet<>();
    for (JsonNode access : console.trail(user, begin, Instant.now().plusSeconds(60))) {
      subjects.addAll(console.subjects(user, access));
    }
    return subjects;
  }

  /** A long response is told in several accesses of one trace. */
  private int requests() throws Exception {
    Set<String> traces = new HashSet<>();
    try (ConsoleClient console = console()) {
      for (String user : Deployment.STAFF) {
        for (JsonNode access : console.trail(user, begin, Instant.now().plusSeconds(60))) {
          traces.add(console.access(user, access).get("trace").asText());
        }
      }
    }
    return traces.size();
  }

  private ConsoleClient console() {
    return new ConsoleClient(deployment.collectorAddress(), "admin", deployment.adminPassword());
  }
}

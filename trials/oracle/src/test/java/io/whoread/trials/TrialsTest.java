package io.whoread.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the trail tells of three shops is what left them: none missing, none extra.
 *
 * <p>Each shop runs once, with all scenarios one after the other in one JVM.
 */
@EnabledIf("io.whoread.trials.Servers#areInstalled")
class TrialsTest {
  @TempDir static Path folder;
  private static final Map<Shop, Trial.Result> RESULTS = new EnumMap<>(Shop.class);
  private static Servers servers;
  private static TreeMap<Integer, Path> jdks;

  @BeforeAll
  static void start() throws Exception {
    servers = Servers.start(folder);
    jdks = Jdks.all();
  }

  @AfterAll
  static void stop() throws IOException {
    if (servers != null) {
      servers.close();
      System.out.println(table(RESULTS));
    }
  }

  @TestFactory
  DynamicNode boot2() throws Exception {
    return trialOf(Shop.BOOT2);
  }

  @TestFactory
  DynamicNode boot3() throws Exception {
    return trialOf(Shop.BOOT3);
  }

  @TestFactory
  DynamicNode boot4() throws Exception {
    return trialOf(Shop.BOOT4);
  }

  private static DynamicNode trialOf(Shop shop) throws Exception {
    int jdk = usual(shop);
    RESULTS.put(shop, run(shop, jdk));
    return tests(shop, jdk, RESULTS.get(shop));
  }

  /** The oldest shop runs on the oldest JDK here, the others on the newest. */
  private static int usual(Shop shop) {
    return shop == Shop.BOOT2 ? jdks.firstKey() : jdks.lastKey();
  }

  @Tag("full")
  @TestFactory
  List<DynamicNode> onTheOtherJdks() throws Exception {
    List<DynamicNode> nodes = new ArrayList<>();
    for (Shop shop : Shop.values()) {
      for (int jdk : jdks.keySet()) {
        if (jdk != usual(shop) && jdk >= shop.oldestJava) {
          nodes.add(tests(shop, jdk, run(shop, jdk)));
        }
      }
    }
    return nodes;
  }

  /** As somebody begins who has only the jars: nothing but what scan wrote says what is guarded. */
  @Tag("full")
  @TestFactory
  List<DynamicNode> withWhatScanWrites() throws Exception {
    List<DynamicNode> nodes = new ArrayList<>();
    for (Shop shop : Shop.values()) {
      int jdk = usual(shop);
      Path own = Files.createDirectory(folder.resolve(shop.folder() + "_scanned"));
      String guard = Attached.scanned(shop, jdks.get(jdk), own);
      nodes.add(
          tests(shop, jdk, Trial.run(shop, jdks.get(jdk), own, servers, guard, Scenarios.all())));
    }
    return nodes;
  }

  /** A shop whose agent guards nothing: the oracle must say so. */
  @Test
  void tellsWhatIsMissing() throws Exception {
    String guard =
        """
        guard:
          - class: com.example.Nothing
            fields: {phone: phone}
        """;
    Path own = Files.createDirectory(folder.resolve("unguarded"));
    List<Scenario> scenarios = Scenarios.all().subList(0, 2);
    Trial.Result result =
        Trial.run(Shop.BOOT3, jdks.lastEntry().getValue(), own, servers, guard, scenarios);
    assertThat(result.verdicts().get(0).differences()).hasSize(80).allMatch(this::isMissing);
    assertThat(result.verdicts().get(1).differences())
        .hasSize(7)
        .allMatch(this::isMissing)
        .anyMatch(line -> line.contains("order SO2026000001 | response | card-tail"));
  }

  private boolean isMissing(String line) {
    return line.startsWith("- ");
  }

  private static Trial.Result run(Shop shop, int jdk) throws Exception {
    Path own = Files.createDirectory(folder.resolve(shop.folder() + "_" + jdk));
    return Trial.run(shop, jdks.get(jdk), own, servers, Attached.guard(shop), Scenarios.all());
  }

  private static DynamicNode tests(Shop shop, int jdk, Trial.Result result) {
    List<DynamicNode> tests = new ArrayList<>();
    for (Trial.Verdict verdict : result.verdicts()) {
      String name = verdict.scenario().name();
      tests.add(
          dynamicTest(
              name,
              () -> {
                assertThat(verdict.shown()).as(name).isEqualTo(verdict.scenario().shows());
                if (shop.knownMissing.contains(name)) {
                  assertThat(verdict.differences())
                      .as("'%s' holds now: it is missing no more, and must go from %s", name, shop)
                      .isNotEmpty();
                } else {
                  assertThat(verdict.differences().stream().limit(40)).as(name).isEmpty();
                }
              }));
    }
    tests.add(
        dynamicTest("the agent had no trouble", () -> assertThat(result.troubles()).isEmpty()));
    return dynamicContainer(shop + " on Java " + jdk, tests);
  }

  /** One line a scenario, one column a shop: equal, or how many rows are missing and extra. */
  private static String table(Map<Shop, Trial.Result> results) throws IOException {
    StringBuilder table = new StringBuilder();
    StringBuilder details = new StringBuilder();
    List<Scenario> scenarios = Scenarios.all();
    for (int i = 0; i < scenarios.size(); i++) {
      table.append(String.format("%-48s", scenarios.get(i).name()));
      for (Map.Entry<Shop, Trial.Result> result : results.entrySet()) {
        Trial.Verdict verdict = result.getValue().verdicts().get(i);
        List<String> lines = verdict.differences();
        long missing = lines.stream().filter(line -> line.startsWith("- ")).count();
        String text = "-" + missing + " +" + (lines.size() - missing);
        table.append(String.format("%-14s", lines.isEmpty() ? "equal" : text));
        if (!lines.isEmpty()) {
          details.append(String.format("%n%s: %s%n", result.getKey(), verdict.scenario().name()));
          lines.stream().limit(30).forEach(line -> details.append(line).append('\n'));
        }
      }
      table.append('\n');
    }
    results.forEach((shop, result) -> details.append(shop + ": " + result.troubles() + "\n"));
    Files.writeString(Path.of("target", "trials.txt"), table.toString() + details);
    return table.toString();
  }
}

package io.whoread.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a person meets it, started as {@code ./whoread} starts it once all is built. */
@Tag("full")
class DemoTest {
  private static final Path HOME = Path.of(System.getProperty("whoread.home"));
  private static final Duration LIMIT = Duration.ofMinutes(4);

  @TempDir Path folder;

  @Test
  void catchesBothAndLeavesNothingBehindAlsoWithOldDataAndWhenToldToStop() throws Exception {
    Set<ProcessHandle> started = ConcurrentHashMap.newKeySet();
    try (ChildJvm once = demo("once.out", "--once")) {
      await()
          .atMost(LIMIT)
          .until(
              () -> {
                once.process().descendants().forEach(started::add);
                return !once.process().isAlive();
              });
      assertThat(once.process().exitValue()).as(once.output()).isZero();
      assertThat(once.output())
          .contains("both alerts come from what the agent captured live")
          .doesNotContain("\u001b");
    }
    assertThat(started).hasSizeGreaterThanOrEqualTo(3).noneMatch(ProcessHandle::isAlive);

    // Again on what the first has left, and told to stop while everything runs.
    try (ChildJvm again = demo("again.out")) {
      await()
          .atMost(LIMIT)
          .until(() -> !again.process().isAlive() || again.output().contains("Ctrl-C ends"));
      assertThat(again.process().isAlive()).as(again.output()).isTrue();
      List<ProcessHandle> running = again.process().descendants().toList();
      assertThat(running).hasSize(2);
      again.process().destroy();
      assertThat(again.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(running).noneMatch(ProcessHandle::isAlive);
      assertThat(again.output()).doesNotContain("FAILED");
    }
  }

  private ChildJvm demo(String output, String... options) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-Dwhoread.home=" + HOME,
                "-jar",
                HOME.resolve("collector/target/whoread-collector-exec.jar").toString(),
                "demo",
                "--data",
                folder.resolve("data").toString()));
    arguments.addAll(List.of(options));
    return ChildJvm.start(ChildJvm.ownJavaHome(), arguments, Map.of(), folder.resolve(output));
  }
}

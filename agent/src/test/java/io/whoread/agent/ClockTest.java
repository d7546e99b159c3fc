package io.whoread.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock goes on whatever fails, and asks again for what broke off. */
class ClockTest {
  @TempDir Path folder;

  @Test
  void whatBrokeOffIsAskedForAgainAndNothingElse() throws Exception {
    Path file = folder.resolve("whoread.off");
    ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Integer> ticks = new ConcurrentLinkedQueue<>();
    Files.createFile(file);
    new Clock(
            file.toFile(),
            word -> {
              asked.add(word);
              if (asked.size() == 1 || asked.size() == 3) {
                throw new OutOfMemoryError("of a test");
              }
            },
            nowMs -> ticks.add(asked.size()),
            (where, error) -> {
              faults.add(where);
              if (faults.size() == 1) {
                throw new OutOfMemoryError("of a test");
              }
            })
        .start();
    await().atMost(Duration.ofSeconds(20)).until(() -> asked.size() == 2);
    Files.delete(file);
    await().atMost(Duration.ofSeconds(20)).until(() -> asked.size() == 4);
    int before = ticks.size();
    await().atMost(Duration.ofSeconds(20)).until(() -> ticks.size() > before + 1);
    assertThat(asked).containsExactly("off", "off", "on", "on");
    // The note that failed is one more of them.
    assertThat(faults).containsExactly("clock", "clock", "clock");
    assertThat(List.copyOf(ticks)).as("also where the command failed").contains(1, 3);
  }
}

package io.whoread.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.whoread.agent.config.Config;
import io.whoread.record.PseudonymKey;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
  private static final int ROUNDS = 60;
  private static final int EVERY_MS = 15;

  @TempDir Path dir;

  /**
   * Asks for the key of one service after the other, each at an appointed time. The time is told
   * once all are up, so that they meet on a slow machine too.
   */
  static final class Starter {
    public static void main(String[] args) throws Exception {
      File folder = new File(args[0]);
      Files.createFile(folder.toPath().resolve("ready" + args[1]));
      Path gun = folder.toPath().resolve("begin");
      while (!Files.exists(gun)) {
        Thread.onSpinWait();
      }
      long begin = Long.parseLong(Files.readString(gun));
      for (int round = 0; round < ROUNDS; round++) {
        while (System.currentTimeMillis() < begin + round * EVERY_MS) {
          Thread.onSpinWait();
        }
        Config config = new Config();
        config.spoolDir = new File(folder, "service" + round);
        System.out.println(Keys.current(config).toLine());
      }
    }
  }

  @Test
  void processesThatStartAtTheSameTimeHaveTheSameKey() throws Exception {
    List<Process> starters = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        starters.add(
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx32m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Starter.class.getName(),
                    dir.toString(),
                    Integer.toString(i))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(dir.resolve("out" + i).toFile())
                .start());
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                assertThat(starters).allMatch(Process::isAlive);
                return IntStream.range(0, 3).allMatch(i -> Files.exists(dir.resolve("ready" + i)));
              });
      Path begin = dir.resolve("begin.part");
      Files.writeString(begin, Long.toString(System.currentTimeMillis() + 50));
      Files.move(begin, dir.resolve("begin"));
      for (Process starter : starters) {
        assertThat(starter.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(starter.exitValue()).isZero();
      }
    } finally {
      starters.forEach(Process::destroyForcibly);
    }
    List<String> keys = Files.readAllLines(dir.resolve("out0"));
    assertThat(keys).hasSize(ROUNDS).doesNotHaveDuplicates();
    assertThat(Files.readAllLines(dir.resolve("out1"))).isEqualTo(keys);
    assertThat(Files.readAllLines(dir.resolve("out2"))).isEqualTo(keys);
    Path key = dir.resolve("service0/key");
    assertThat(Files.readAllLines(key)).containsExactly(keys.get(0));
    assertThat(rights(key)).isEqualTo("rw-------");
    assertThat(rights(key.getParent())).isEqualTo("rwx------");
  }

  private static String rights(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void thePreviousKeyIsOfAnEarlierEpoch() throws Exception {
    Path both = dir.resolve("key");
    PseudonymKey first = PseudonymKey.generate(1);
    PseudonymKey second = PseudonymKey.generate(2);
    Files.write(both, List.of(first.toLine(), second.toLine()));
    Config config = new Config();
    config.keyFile = both.toFile();
    assertThat(Keys.current(config).toLine()).isEqualTo(second.toLine());
    assertThat(Keys.previous(config, second)).isNull();
    config.previousKeyFile = both.toFile();
    assertThat(Keys.previous(config, second).toLine()).isEqualTo(first.toLine());
    assertThatThrownBy(() -> Keys.previous(config, first))
        .hasMessageContaining("holds no key of an epoch before 1");
  }
}

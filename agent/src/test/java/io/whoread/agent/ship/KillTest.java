package io.whoread.agent.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kill -9} and a file system without room do to a real process. */
class KillTest {
  @TempDir Path dir;

  /** Writes until it is killed, and says the number of each access that is safe. */
  static final class Writer {
    public static void main(String[] args) throws Exception {
      File spool = new File(args[0]);
      URI collector = args[1].isEmpty() ? null : URI.create(args[1]);
      long first = Long.parseLong(args[2]);
      long count = Long.parseLong(args[3]);
      Shipper shipper =
          Shipper.start(Drafts.config(spool).collector(collector).build(), Drafts.FIELDS);
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 3; t++) {
        long from = first + t * 1_000_000L;
        Thread thread =
            new Thread(
                () -> {
                  Random random = new Random(from);
                  for (long i = from; i < from + count; i++) {
                    int subjects = random.nextInt(100) == 0 ? 1_500 : random.nextInt(30) + 1;
                    boolean safe = shipper.write(Drafts.numbered(i, subjects));
                    // One write of the whole line: a line that is there is a line that is meant.
                    byte[] line = ((safe ? "" : "-") + i + "\n").getBytes(StandardCharsets.UTF_8);
                    System.out.write(line, 0, line.length);
                    System.out.flush();
                    // Enough of a load: what is left is to be read again at the end.
                    LockSupport.parkNanos(200_000);
                  }
                });
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private Process writer(Path out, String collector, long first, long count, String... before)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(before));
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            dir.resolve("spool").toString(),
            collector,
            Long.toString(first),
            Long.toString(count)));
    return new ProcessBuilder(command)
        .redirectOutput(out.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static List<String> lines(Path out) throws IOException {
    String text = Files.readString(out);
    try (Stream<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines()) {
      return lines.collect(Collectors.toList());
    }
  }

  @Test
  void noAccessThatWasWrittenIsLostOrDoubledByKillingTheProcess() throws Exception {
    Random random = new Random();
    Set<Long> safe = new TreeSet<>();
    try (TestCollector collector =
        new TestCollector().behave((batch, exchange) -> random.nextInt(8) == 0 ? 503 : 200)) {
      for (int round = 0; round < 6; round++) {
        Path out = dir.resolve("out" + round);
        Process process =
            writer(out, collector.uri().toString(), (round + 1) * 10_000_000L, Long.MAX_VALUE / 2);
        try {
          await().atMost(Duration.ofSeconds(20)).until(() -> Files.size(out) > 1_000);
          // At any moment: between two writes, in one, in a roll, in a post.
          process.waitFor(random.nextInt(400), TimeUnit.MILLISECONDS);
        } finally {
          process.destroyForcibly().waitFor();
        }
        lines(out).stream()
            .filter(line -> !line.startsWith("-"))
            .map(Long::valueOf)
            .forEach(safe::add);
      }
      Set<Long> safeIds = safe;
      assertThat(safeIds).hasSizeGreaterThan(1_000);
      collector.behave((batch, exchange) -> 200);
      try (Shipper heir =
          Shipper.start(
              Drafts.config(dir.resolve("spool").toFile()).collector(collector.uri()).build(),
              Drafts.FIELDS)) {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> dir.resolve("spool/orders").toFile().list().length == 1);
        heir.stopping();
        List<Long> arrived =
            collector.accesses().stream().map(Drafts::number).collect(Collectors.toList());
        assertThat(arrived).doesNotHaveDuplicates();
        assertThat(arrived).containsAll(safeIds);
        assertThat(arrived.size() - safeIds.size())
            .as("written and not yet said when the process died: one a thread and round at most")
            .isLessThanOrEqualTo(3 * 6);
        assertThat(collector.gaps()).isEmpty();
      }
    }
  }

  @Test
  void aFileSystemWithoutRoomHarmsNobody() throws Exception {
    // The limit on a file's size fails writes just as a full disk does.
    Path out = dir.resolve("out");
    Process process = writer(out, "", 0, 300, "sh", "-c", "ulimit -f 600; exec \"$@\"", "sh");
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(lines(out)).hasSize(900).allMatch(line -> line.startsWith("-"));
    File run = dir.resolve("spool/orders").toFile().listFiles()[0];
    assertThat(run.list())
        .as("nothing half made is left")
        .containsExactlyInAnyOrder("lock", "gaps");
  }
}

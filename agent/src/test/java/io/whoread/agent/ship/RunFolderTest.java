package io.whoread.agent.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.record.v1.Coverage;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose a run's folder is: nobody else's to read, and one process's at a time to send. */
class RunFolderTest {
  private static final String RUN = "0123456789abcdef0123456789abcdef";

  @TempDir Path dir;

  @Test
  void nobodyElseMayRead() throws Exception {
    Path spool = dir.resolve("a/spool");
    try (TestCollector collector = new TestCollector().behave((batch, exchange) -> 400);
        Shipper shipper =
            Shipper.start(
                Drafts.config(spool.toFile()).collector(collector.uri()).build(), Drafts.FIELDS)) {
      assertThat(shipper.write(Drafts.numbered(1, 1))).isTrue();
      Path quarantine = spool.resolve("orders/quarantine");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> quarantine.toFile().isDirectory() && list(quarantine).size() > 1);
      List<Path> all = new ArrayList<>(list(quarantine));
      all.addAll(list(spool.resolve("orders")));
      all.addAll(List.of(quarantine, spool, spool.resolve("orders"), dir.resolve("a")));
      for (Path each : all) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
            .as(each.toString())
            .isEqualTo(Files.isDirectory(each) ? "rwx------" : "rw-------");
      }
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  /** Between making its folder and locking it a run is not to be taken for a dead one. */
  @Test
  void aFolderThatIsBeingMadeIsLeftAlone() throws Exception {
    File fresh = Files.createDirectory(dir.resolve(RUN)).toFile();
    assertThat(RunFolder.adopt(fresh)).isNull();
    assertThat(fresh.list()).isEmpty();
    RunFolder made = RunFolder.create(dir.toFile(), RUN);
    assertThat(RunFolder.adopt(fresh)).isNull();
    made.release();
    assertThat(RunFolder.adopt(fresh)).isNull();

    assertThat(fresh.setLastModified(System.currentTimeMillis() - 100_000)).isTrue();
    RunFolder dead = RunFolder.adopt(fresh);
    assertThat(dead).isNotNull();
    dead.delete();
    assertThat(fresh).doesNotExist();
    assertThat(RunFolder.adopt(fresh)).isNull();
  }

  @Test
  void whatWasLeftIsTakenOverAtOnceAndByOne() throws Exception {
    RunFolder made = RunFolder.create(dir.toFile(), RUN);
    made.prepare(RunFolder.FRESH, 4096);
    made.use(RunFolder.FRESH, 1);
    made.release();
    File left = dir.resolve(RUN).toFile();
    RunFolder heir = RunFolder.adopt(left);
    assertThat(heir.segments()).containsExactly(1);
    assertThat(RunFolder.adopt(left)).isNull();
    heir.release();
  }

  /** A folder that was deleted under a living run is that run's still when it is there again. */
  @Test
  void aFolderMadeAnewIsHeldAnew() throws Exception {
    RunFolder folder = RunFolder.create(dir.toFile(), RUN);
    ShipperTest.delete(dir.resolve(RUN));
    assertThat(folder.isHeld()).isFalse();
    folder.restore();
    assertThat(folder.isHeld()).isTrue();
    folder.prepare(RunFolder.FRESH, 4096);
    folder.use(RunFolder.FRESH, 1);
    assertThat(RunFolder.adopt(dir.resolve(RUN).toFile())).isNull();
    folder.delete();
    assertThat(dir.toFile().list()).isEmpty();
  }

  /** Comes and goes as fast as it can, and says what went wrong. */
  static final class Mayfly {
    public static void main(String[] args) throws Exception {
      long first = Long.parseLong(args[2]);
      for (long i = first; i < first + 40; i++) {
        Shipper shipper =
            Shipper.start(
                Drafts.config(new File(args[0])).collector(URI.create(args[1])).build(),
                Drafts.FIELDS);
        if (!shipper.write(Drafts.numbered(i, 1))) {
          System.out.println("not written: " + i);
        }
        shipper.close();
        Coverage.Builder report = Coverage.newBuilder();
        shipper.faults().addTo(report);
        report.getFaultsList().forEach(System.out::println);
      }
    }
  }

  @Test
  void processesThatComeAndGoDoNotDisturbEachOther() throws Exception {
    Path spool = dir.resolve("spool");
    List<Process> mayflies = new ArrayList<>();
    try (TestCollector collector = new TestCollector()) {
      for (int i = 0; i < 4; i++) {
        mayflies.add(
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Mayfly.class.getName(),
                    spool.toString(),
                    collector.uri().toString(),
                    Integer.toString(i * 1_000))
                .redirectError(dir.resolve("err" + i).toFile())
                .redirectOutput(dir.resolve("out" + i).toFile())
                .start());
      }
      for (Process mayfly : mayflies) {
        assertThat(mayfly.waitFor(60, TimeUnit.SECONDS)).isTrue();
      }
      for (int i = 0; i < 4; i++) {
        assertThat(dir.resolve("out" + i)).hasContent("");
      }
      assertThat(collector.accesses().stream().map(Drafts::number).sorted())
          .containsExactlyElementsOf(
              LongStream.range(0, 4)
                  .flatMap(i -> LongStream.range(i * 1_000, i * 1_000 + 40))
                  .boxed()
                  .toList());
      assertThat(collector.duplicates()).isZero();
      assertThat(collector.gaps()).isEmpty();
      assertThat(spool.resolve("orders").toFile().list()).isEmpty();
    } finally {
      mayflies.forEach(Process::destroyForcibly);
    }
  }
}

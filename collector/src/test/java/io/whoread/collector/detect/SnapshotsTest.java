package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a snapshot whose last step, to the disk, is still to come or fails. */
class SnapshotsTest {
  @TempDir private Path dir;

  private final Queue<Runnable> disk = new ConcurrentLinkedQueue<>();
  private final Detection detection = new Detection(RulesFile.defaults());
  private long position = 5;
  private long now;
  private Path file;
  private Snapshots snapshots;

  @BeforeEach
  void aSnapshotThatWaitsForTheDisk() {
    file = dir.resolve("detect");
    Snapshots.State state =
        new Snapshots.State() {
          @Override
          public long position() {
            return position;
          }

          @Override
          public SnapshotWriter write() throws IOException {
            return new SnapshotWriter(
                file, new Snapshot.Head(position, 0, List.of()), RulesFile.of(Map.of()), detection);
          }
        };
    snapshots = new Snapshots(state, 1_000, () -> Instant.ofEpochMilli(now), disk::add);
    now = 2_000;
    snapshots.step();
    assertThat(disk).hasSize(1);
    assertThat(file).doesNotExist();
  }

  private long saved() throws IOException {
    return Snapshot.read(file, Memory.unnamed()).head().position();
  }

  /** Something stands in the way of the file. */
  private void theDiskFails() throws IOException {
    Files.createDirectories(file.resolve("in the way"));
    disk.remove().run();
  }

  @Test
  void itIsOfTheTimeWhenItWasBegunWhateverCameMeanwhile() throws IOException {
    position = 9;
    snapshots.cut();
    disk.remove().run();
    snapshots.step();
    assertThat(saved()).isEqualTo(5);
    assertThat(snapshots.isUnderWay()).isFalse();
    assertThat(dir.resolve("detect.new")).doesNotExist();
  }

  @Test
  void whereTheDiskFailsTheRulesChangeAllTheSameAndItIsTriedAgain() throws IOException {
    theDiskFails();
    snapshots.cut();
    snapshots.step();
    assertThat(snapshots.failed()).isEqualTo(1);
    assertThat(snapshots.isUnderWay()).isFalse();
    Files.delete(file.resolve("in the way"));
    Files.delete(file);
    now += 1_001;
    position = 9;
    snapshots.step();
    disk.remove().run();
    snapshots.step();
    assertThat(saved()).isEqualTo(9);
    assertThat(snapshots.failed()).isZero();
  }

  @Test
  void theLastOneIsWrittenThoughTheOneBeforeFailed() throws Exception {
    theDiskFails();
    Files.delete(file.resolve("in the way"));
    Files.delete(file);
    position = 9;
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (disk.isEmpty()) {
                    Thread.onSpinWait();
                  }
                  disk.remove().run();
                });
    snapshots.save();
    other.join();
    assertThat(saved()).isEqualTo(9);
    assertThat(dir.resolve("detect.new")).doesNotExist();
  }
}

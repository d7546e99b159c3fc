package io.whoread.collector.index;

import static io.whoread.collector.index.IndexCheck.ask;
import static io.whoread.collector.index.IndexCheck.feed;
import static io.whoread.collector.index.IndexCheck.follow;
import static io.whoread.collector.index.RandomReads.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whoread.collector.index.lucene.LuceneIndex;
import io.whoread.collector.log.LocalLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index whose disk fails, or that was damaged. */
class BrokenIndexTest {
  @TempDir private Path temp;

  /** Whatever the disk refuses while it is written, nothing is lost and nothing is there twice. */
  @Test
  void indexThatCannotBeWrittenGoesBackAndIsFedAgain() throws Exception {
    Random random = new Random(7);
    Path dir = temp.resolve("index");
    try (LocalLog log = LocalLog.open(temp.resolve("log"))) {
      append(log, random, 10);
      LuceneIndex index = LuceneIndex.open(dir, log, false, 0);
      AccessModel model = new AccessModel();
      follow(log, index, model);
      List<Supplier<Path>> obstacles =
          List.of(
              () -> dir.resolve("state.new"),
              () -> nextCommit(dir.resolve("2026-03-02")),
              () -> dir.resolve("state.new"));
      for (Supplier<Path> each : obstacles) {
        Path obstacle = each.get();
        long from = log.end();
        append(log, random, 20);
        Files.createDirectory(obstacle);
        assertThatThrownBy(() -> follow(log, index, null))
            .hasMessageContaining("the index cannot be written");
        assertThat(index.position()).isLessThan(log.end());
        // Lucene may have tidied it up.
        Files.deleteIfExists(obstacle);
        follow(log, index, null);
        feed(log, from, model);
        ask(index, model, random, 20);
      }
      index.close();
      LuceneIndex again = LuceneIndex.open(dir, log, false);
      assertThat(again.position()).isEqualTo(log.end());
      ask(again, model, random, 10);
      again.close();
    }
  }

  /** Lucene counts commits to the base of 36. */
  private static Path nextCommit(Path day) {
    long last =
        files(day)
            .map(file -> file.getFileName().toString())
            .filter(name -> name.startsWith("segments_"))
            .mapToLong(name -> Long.parseLong(name.substring(9), Character.MAX_RADIX))
            .max()
            .orElseThrow();
    return day.resolve("pending_segments_" + Long.toString(last + 1, Character.MAX_RADIX));
  }

  /** What only the state file knows is found again where the days are ahead of it. */
  @Test
  void kindsAreNotLostWhereTheStateIsBehindTheDays() throws Exception {
    Path dir = temp.resolve("index");
    try (LocalLog log = LocalLog.open(temp.resolve("log"))) {
      LuceneIndex index = LuceneIndex.open(dir, log, false, 0);
      append(log, new Random(10), 20);
      Path obstacle = Files.createDirectory(dir.resolve("state.new"));
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> follow(log, index, null))
            .hasMessageContaining("the index cannot be written");
      }
      assertThatThrownBy(index::close).isInstanceOf(IOException.class);
      Files.deleteIfExists(obstacle);
      try (LuceneIndex again = LuceneIndex.open(dir, log, false)) {
        assertThat(again.position()).isLessThan(log.end());
        follow(log, again, null);
        assertThat(again.kinds()).containsExactlyInAnyOrder("order", "customer");
      }
      try (LuceneIndex again = LuceneIndex.open(dir, log, false)) {
        assertThat(again.position()).isEqualTo(log.end());
        assertThat(again.kinds()).containsExactlyInAnyOrder("order", "customer");
      }
    }
  }

  /** An orderly stop while it is so does not say that the index holds what it has lost. */
  @Test
  void indexThatIsLostAtItsCloseIsFedAgain() throws Exception {
    Random random = new Random(8);
    Path dir = temp.resolve("index");
    Path day = dir.resolve("2026-03-02");
    try (LocalLog log = LocalLog.open(temp.resolve("log"))) {
      append(log, random, 40);
      LuceneIndex index = LuceneIndex.open(dir, log, false);
      follow(log, index, null);
      index.close();
      index = LuceneIndex.open(dir, log, false);
      append(log, random, 10);
      follow(log, index, null);
      // As where a volume goes away: what was not committed is lost, and what was is out of reach.
      Path away = temp.resolve("away");
      Files.move(day, away);
      append(log, random, 60);
      for (int i = 0; i < 2; i++) {
        LuceneIndex lost = index;
        assertThatThrownBy(() -> follow(log, lost, null))
            .hasMessageContaining("the index cannot be written");
      }
      index.close();
      Files.move(away, day);
      IndexCheck.holdsAllOf(log, dir, random);
    }
  }

  @Test
  void indexWhoseStateWasTakenAwayTellsAndIsMadeAgain() throws Exception {
    Random random = new Random(9);
    Path dir = temp.resolve("index");
    try (LocalLog log = LocalLog.open(temp.resolve("log"))) {
      append(log, random, 10);
      LuceneIndex index = LuceneIndex.open(dir, log, false, 0);
      follow(log, index, null);
      Files.delete(dir.resolve("state"));
      Path obstacle = Files.createDirectory(dir.resolve("state.new"));
      append(log, random, 10);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> follow(log, index, null))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("the index cannot be written");
      }
      index.close();
      Files.delete(obstacle);
      assertThat(IndexCheck.holdsAllOf(log, dir, random)).isZero();
    }
  }

  @Test
  void damagedOrMissingIndexIsMadeAgain() throws Exception {
    Random random = new Random(6);
    Path dir = temp.resolve("index");
    try (LocalLog log = LocalLog.open(temp.resolve("log"))) {
      append(log, random, 40);
      AccessModel model = new AccessModel();
      LuceneIndex index = LuceneIndex.open(dir, log, false);
      follow(log, index, model);
      index.close();
      Path day = dir.resolve("2026-03-02");
      List<Runnable> harms =
          List.of(
              () -> delete(day),
              () -> delete(dir.resolve("state")),
              () -> delete(dir),
              () -> cut(dir.resolve("state")),
              () ->
                  files(day)
                      .filter(file -> !file.toString().endsWith(".lock"))
                      .forEach(BrokenIndexTest::cut));
      for (Runnable harm : harms) {
        harm.run();
        index = LuceneIndex.open(dir, log, false);
        assertThat(index.position()).isZero();
        follow(log, index, null);
        ask(index, model, random, 8);
        index.close();
      }
    }
  }

  private static void cut(Path file) {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(open.length() / 2);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> files(Path dir) {
    try {
      return Files.list(dir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path dir) {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

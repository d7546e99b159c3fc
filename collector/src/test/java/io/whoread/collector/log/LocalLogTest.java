package io.whoread.collector.log;

import static io.whoread.collector.log.Entries.bare;
import static io.whoread.collector.log.Entries.entry;
import static io.whoread.collector.log.Entries.read;
import static io.whoread.collector.log.Entries.segments;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whoread.collector.log.v1.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalLogTest {
  private static final int SMALL = 4_096;

  @TempDir private Path temp;

  @Test
  void entriesComeBackInOrderAcrossSegmentsAndRestarts() throws Exception {
    Path dir = temp.resolve("log");
    List<Entry> written = new ArrayList<>();
    for (int start = 0; start < 3; start++) {
      try (LocalLog log = LocalLog.open(dir, SMALL)) {
        assertThat(log.end()).isEqualTo(written.size());
        for (int i = 0; i < 40; i++) {
          Entry entry = entry(written.size(), 300);
          assertThat(log.append(entry).get()).isEqualTo(written.size());
          written.add(entry);
        }
        assertThat(read(log, 0)).isEqualTo(written);
        assertThat(read(log, 57 % written.size()))
            .isEqualTo(written.subList(57 % written.size(), written.size()));
      }
    }
    assertThat(segments(dir)).hasSizeGreaterThan(5);
  }

  @Test
  void cursorsSeeWhatIsAppendedAfterThem() throws Exception {
    try (LocalLog log = LocalLog.open(temp.resolve("log"), SMALL);
        Log.Cursor cursor = log.read(0)) {
      assertThat(cursor.next()).isFalse();
      for (int i = 0; i < 100; i++) {
        Entry entry = entry(i, 100);
        log.append(entry).get();
        assertThat(log.await(i, Duration.ofSeconds(5))).isTrue();
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.position()).isEqualTo(i);
        assertThat(bare(cursor.entry())).isEqualTo(entry);
        assertThat(cursor.next()).isFalse();
      }
      assertThat(log.await(100, Duration.ofMillis(1))).isFalse();
    }
  }

  @Test
  void cursorsJump() throws Exception {
    try (LocalLog log = LocalLog.open(temp.resolve("log"), 256 * 1024)) {
      for (int i = 0; i < 400; i++) {
        log.append(entry(i, i % 7 * 900)).get();
      }
      Random random = new Random(7);
      try (LocalCursor cursor = log.open(0)) {
        for (int i = 0; i < 500; i++) {
          int to = random.nextInt(400);
          cursor.seek(to);
          for (int step = 0; step < random.nextInt(4) && to + step < 400; step++) {
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.position()).isEqualTo(to + step);
            assertThat(bare(cursor.entry())).isEqualTo(entry(to + step, (to + step) % 7 * 900));
          }
        }
      }
    }
  }

  @Test
  void cursorsJumpInASegmentLargerThanTheirBuffer() throws Exception {
    try (LocalLog log = LocalLog.open(temp.resolve("log"), 64 << 20)) {
      for (int i = 0; i < 600; i++) {
        log.append(entry(i, 1 + i % 11 * 3_000)).get();
      }
      Random random = new Random(11);
      try (LocalCursor cursor = log.open(0)) {
        for (int i = 0; i < 2_000; i++) {
          int to = random.nextInt(600);
          cursor.seek(to);
          assertThat(cursor.next()).isTrue();
          assertThat(bare(cursor.entry())).isEqualTo(entry(to, 1 + to % 11 * 3_000));
        }
      }
    }
  }

  @Test
  void manyWritersShareTheLog() throws Exception {
    try (LocalLog log = LocalLog.open(temp.resolve("log"), 1 << 20);
        ExecutorService writers = Executors.newFixedThreadPool(8)) {
      List<Future<List<Long>>> positions = new ArrayList<>();
      for (int w = 0; w < 8; w++) {
        int writer = w;
        positions.add(
            writers.submit(
                () -> {
                  List<Long> own = new ArrayList<>();
                  for (int i = 0; i < 200; i++) {
                    own.add(log.append(entry(writer * 1_000 + i, 2_000)).get());
                  }
                  return own;
                }));
      }
      List<Long> all = new ArrayList<>();
      for (int w = 0; w < 8; w++) {
        List<Long> own = positions.get(w).get();
        assertThat(own).isSorted();
        all.addAll(own);
        for (int i = 0; i < own.size(); i += 50) {
          assertThat(read(log, own.get(i)).getFirst()).isEqualTo(entry(w * 1_000 + i, 2_000));
        }
      }
      assertThat(all).doesNotHaveDuplicates().hasSize(1_600);
      assertThat(log.end()).isEqualTo(1_600);
    }
  }

  @Test
  void timeNeverGoesBack() throws Exception {
    try (LocalLog log = LocalLog.open(temp.resolve("log"))) {
      long before = System.currentTimeMillis();
      log.append(entry(1, 1)).get();
      log.append(entry(2, 1)).get();
      try (Log.Cursor cursor = log.read(0)) {
        cursor.next();
        long first = cursor.entry().getReceivedMs();
        cursor.next();
        assertThat(first).isBetween(before, System.currentTimeMillis());
        assertThat(cursor.entry().getReceivedMs()).isGreaterThanOrEqualTo(first);
      }
    }
  }

  @Test
  void secondOpenerIsRefusedInOneLine() throws Exception {
    Path dir = temp.resolve("log");
    try (LocalLog log = LocalLog.open(dir)) {
      assertThat(log.end()).isZero();
      assertThatThrownBy(() -> LocalLog.open(dir))
          .isInstanceOf(LogInUseException.class)
          .hasMessage(dir + " is in use: another collector runs on this data");
    }
    LocalLog.open(dir).close();
  }

  @Test
  void tooLargeAnEntryIsRefused() throws Exception {
    try (LocalLog log = LocalLog.open(temp.resolve("log"))) {
      assertThatThrownBy(() -> log.append(entry(1, Log.MAX_ENTRY_BYTES)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("65535");
      assertThat(log.append(entry(1, 65_000)).get()).isZero();
    }
  }

  @Test
  void closedLogTakesNothing() throws Exception {
    LocalLog log = LocalLog.open(temp.resolve("log"));
    log.close();
    assertThatThrownBy(() -> log.append(entry(1, 1)).get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
  }
}

package io.whoread.collector.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.whoread.collector.log.v1.Entry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;
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
      try (Log.Cursor cursor = log.read(0)) {
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
      try (Log.Cursor cursor = log.read(0)) {
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

  /** Cut anywhere: what lies whole before the cut is there, and the log goes on from it. */
  @Property(tries = 300)
  void tornTailIsCutOff(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 200) Integer> sizes,
      @ForAll @IntRange(max = 1_000_000) int where)
      throws Exception {
    Path dir = fresh();
    List<Long> ends = new ArrayList<>();
    writeOneByOne(dir, sizes, ends);
    Path segment = segments(dir).getLast();
    long header = Segment.HEADER;
    long cut = header + where % (Files.size(segment) - header + 1);
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.setLength(cut);
    }
    long whole = ends.stream().filter(end -> end <= cut).count();
    try (LocalLog log = LocalLog.open(dir)) {
      assertThat(log.end()).isEqualTo(whole);
      assertThat(log.append(entry(99, 10)).get()).isEqualTo(whole);
    }
    try (LocalLog log = LocalLog.open(dir)) {
      List<Entry> entries = read(log, 0);
      assertThat(entries).hasSize((int) whole + 1);
      assertThat(entries.getLast()).isEqualTo(entry(99, 10));
    }
  }

  /** A page of the last group that never reached the disk, wherever it lies. */
  @Property(tries = 200)
  void holeInTheLastGroupIsCutOff(
      @ForAll @IntRange(min = 2, max = 8) int count, @ForAll @IntRange(max = 1_000_000) int where)
      throws Exception {
    Path dir = fresh();
    int first;
    try (LocalLog log = LocalLog.open(dir)) {
      log.append(entry(0, 50)).get();
      first = (int) Files.size(segments(dir).getLast());
    }
    deleteMarks(dir);
    byte[] group = group(count, first);
    int hole = where % group.length;
    for (int i = hole; i < Math.min(group.length, hole + 40); i++) {
      group[i] = (byte) ~group[i];
    }
    Files.write(segments(dir).getLast(), group, java.nio.file.StandardOpenOption.APPEND);
    try (LocalLog log = LocalLog.open(dir)) {
      assertThat(log.end()).isBetween(1L, (long) count);
      assertThat(read(log, 0).getFirst()).isEqualTo(entry(0, 50));
    }
  }

  /** Damage to anything that a later write follows stops the start, and says where. */
  @Property(tries = 200)
  void damageBeforeTheTailStopsTheStart(
      @ForAll @Size(min = 2, max = 6) List<@IntRange(max = 200) Integer> sizes,
      @ForAll @IntRange(max = 1_000_000) int where,
      @ForAll @IntRange(min = 1, max = 255) int flip)
      throws Exception {
    Path dir = fresh();
    List<Long> ends = new ArrayList<>();
    writeOneByOne(dir, sizes, ends);
    Path segment = segments(dir).getLast();
    int lastStart = ends.get(ends.size() - 2).intValue();
    int at = where % lastStart;
    byte[] bytes = Files.readAllBytes(segment);
    bytes[at] ^= (byte) flip;
    Files.write(segment, bytes);
    long broken =
        at < Segment.HEADER
            ? 0
            : ends.stream().filter(end -> end <= at).mapToLong(Long::longValue).max().orElse(24);
    assertThatThrownBy(() -> LocalLog.open(dir))
        .isInstanceOf(LogCorruptedException.class)
        .hasMessageContaining(segment + ": damaged at offset " + broken + ":");
  }

  @Test
  void damageAfterAnOrderlyStopStopsTheStart() throws Exception {
    Path dir = temp.resolve("log");
    try (LocalLog log = LocalLog.open(dir)) {
      log.append(entry(0, 50)).get();
    }
    Path segment = segments(dir).getLast();
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.setLength(Files.size(segment) - 3);
    }
    assertThatThrownBy(() -> LocalLog.open(dir))
        .isInstanceOf(LogCorruptedException.class)
        .hasMessageContaining("damaged at offset 24");
  }

  @Test
  void damagedEarlierSegmentIsToldWhenCutOrRead() throws Exception {
    Path dir = temp.resolve("log");
    try (LocalLog log = LocalLog.open(dir, SMALL)) {
      for (int i = 0; i < 40; i++) {
        log.append(entry(i, 300)).get();
      }
    }
    Path first = segments(dir).getFirst();
    byte[] good = Files.readAllBytes(first);
    byte[] bad = good.clone();
    bad[1_000] ^= 1;
    Files.write(first, bad);
    try (LocalLog log = LocalLog.open(dir, SMALL)) {
      assertThatThrownBy(() -> read(log, 0))
          .isInstanceOf(LogCorruptedException.class)
          .hasMessageContaining(first.toString());
    }
    Files.write(first, java.util.Arrays.copyOf(good, good.length - 1));
    assertThatThrownBy(() -> LocalLog.open(dir, SMALL))
        .isInstanceOf(LogCorruptedException.class)
        .hasMessageContaining(first.toString());
    Files.write(first, good);
    Files.delete(segments(dir).get(1));
    assertThatThrownBy(() -> LocalLog.open(dir, SMALL))
        .isInstanceOf(LogCorruptedException.class)
        .hasMessageContaining("the next begins at");
  }

  @Test
  void logWithoutItsBeginningStopsTheStart() throws Exception {
    Path dir = temp.resolve("log");
    try (LocalLog log = LocalLog.open(dir, SMALL)) {
      for (int i = 0; i < 40; i++) {
        log.append(entry(i, 300)).get();
      }
    }
    Path first = segments(dir).getFirst();
    byte[] bytes = Files.readAllBytes(first);
    Files.delete(first);
    assertThatThrownBy(() -> LocalLog.open(dir, SMALL))
        .isInstanceOf(LogCorruptedException.class)
        .hasMessageContaining(first + ": missing, ")
        .hasMessageContaining(segments(dir).getFirst().getFileName().toString())
        .hasMessageContaining("Restore");
    assertThat(first).doesNotExist();
    Files.write(first, bytes);
    try (LocalLog log = LocalLog.open(dir, SMALL)) {
      assertThat(read(log, 0)).hasSize(40);
    }
  }

  private static void writeOneByOne(Path dir, List<Integer> sizes, List<Long> ends)
      throws Exception {
    try (LocalLog log = LocalLog.open(dir)) {
      for (int i = 0; i < sizes.size(); i++) {
        log.append(entry(i, sizes.get(i))).get();
        ends.add(Files.size(segments(dir).getLast()));
      }
    }
    deleteMarks(dir);
  }

  /** As a crash leaves it: marks are written at an orderly stop. */
  private static void deleteMarks(Path dir) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".marks")).toList()) {
        Files.delete(file);
      }
    }
  }

  private static byte[] group(int count, int start) {
    java.nio.ByteBuffer buffer = java.nio.ByteBuffer.allocate(64 * 1024);
    for (int i = 1; i <= count; i++) {
      byte[] payload = entry(i, 90).toBuilder().setReceivedMs(Long.MAX_VALUE).build().toByteArray();
      int at = buffer.position();
      buffer.put(at + Frame.HEADER, payload);
      Frame.seal(buffer, at, payload.length, start);
      buffer.position(at + Frame.HEADER + payload.length);
    }
    return java.util.Arrays.copyOf(buffer.array(), buffer.position());
  }

  private final List<Path> made = new ArrayList<>();

  private Path fresh() throws IOException {
    Path dir = Files.createTempDirectory("whoread-log");
    made.add(dir);
    return dir;
  }

  @AfterTry
  void deleteMade() throws IOException {
    for (Path dir : made) {
      try (Stream<Path> files = Files.walk(dir)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    made.clear();
  }

  private static List<Path> segments(Path dir) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.filter(Segment::is).sorted().toList();
    }
  }

  private static Entry entry(int number, int size) {
    byte[] bytes = new byte[size];
    new Random(number).nextBytes(bytes);
    return Entry.newBuilder()
        .setService("shop-" + number)
        .setBatch(ByteString.copyFrom(bytes))
        .build();
  }

  private static List<Entry> read(Log log, long from) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Log.Cursor cursor = log.read(from)) {
      while (cursor.next()) {
        assertThat(cursor.position()).isEqualTo(from + entries.size());
        entries.add(bare(cursor.entry()));
      }
    }
    return entries;
  }

  private static Entry bare(Entry entry) {
    assertThat(entry.getReceivedMs()).isPositive();
    return entry.toBuilder().clearReceivedMs().build();
  }
}

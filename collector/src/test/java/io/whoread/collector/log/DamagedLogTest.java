package io.whoread.collector.log;

import static io.whoread.collector.log.Entries.entry;
import static io.whoread.collector.log.Entries.read;
import static io.whoread.collector.log.Entries.segments;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whoread.collector.log.v1.Entry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that a crash left torn, or that was damaged. */
class DamagedLogTest {
  private static final int SMALL = 4_096;

  @TempDir private Path temp;

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
}

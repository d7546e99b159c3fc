package io.whoread.collector.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.Batches;
import io.whoread.collector.coverage.Coverages.GapRow;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.v1.Entry;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Gap;
import io.whoread.record.v1.GapReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** While an agent is off nothing is recorded: the gap that is told holds every moment of that. */
class SwitchedOffTest {
  private static final Instant OFF = Instant.parse("2026-03-02T09:00:00Z");
  private static final String DOWN = "switched off";

  private Path dir;
  private LocalLog log;
  private LogCoverages coverages;
  private int sequence;

  @BeforeTry
  void open() throws IOException {
    dir = Files.createTempDirectory("off");
    log = LocalLog.open(dir.resolve("log"));
    coverages = LogCoverages.open(dir.resolve("coverage"), log);
    sequence = 0;
  }

  @AfterTry
  void close() throws IOException {
    coverages.close();
    log.close();
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /**
   * @param seconds for which it was off
   * @param late by so many seconds the agent's clock came, at each piece, as on a busy machine
   * @param onAgain else it was killed
   * @param later when somebody asks, in seconds after that
   */
  @Property(tries = 100)
  void everyMomentBetweenOffAndOnOrTheEndLiesWithinTheGap(
      @ForAll @IntRange(max = 900) int seconds,
      @ForAll @IntRange(max = 60) int late,
      @ForAll boolean onAgain,
      @ForAll @IntRange(min = 1, max = 600) int later)
      throws IOException {
    tell(0, 0, DOWN);
    int told = 0;
    while (told + piece(told) + late < seconds) {
      int next = told + piece(told) + late;
      tell(told, next, DOWN);
      told = next;
      // The next run of the service may have begun: what a killed one left comes later.
      tellOther(next);
    }
    if (onAgain) {
      tell(told, seconds, "switched on again");
    }
    Instant end = OFF.plusSeconds(seconds);
    Instant asked = end.plusSeconds(later);
    List<GapRow> gaps = coverages.gaps("shop", OFF.minusSeconds(60), asked, 10);
    assertThat(gaps).hasSize(1);
    GapRow gap = gaps.getFirst();
    assertThat(gap.from()).isEqualTo(OFF);
    assertThat(gap.to()).isAfterOrEqualTo(end).isBeforeOrEqualTo(asked);
    if (onAgain) {
      assertThat(gap.to()).isEqualTo(end);
    } else {
      assertThat(Duration.between(end, gap.to())).isLessThanOrEqualTo(Duration.ofMinutes(2));
    }
    assertThat(coverages.holes(end.minusSeconds(1), asked, asked))
        .as("whoever asks about the last moment of it is told")
        .anyMatch(hole -> hole.reason() == GapReason.GAP_REASON_OFF_VALUE);
  }

  /** A service of so many processes that the pieces of one are far apart. */
  @Example
  void eachOfManyAtOnceIsOneGapThatEndsWhereItIsOnAgain() throws IOException {
    int processes = 1_000;
    for (int to = 0; to <= 80; to += 20) {
      for (int run = 1; run <= processes; run++) {
        String detail = to == 80 ? "switched on again" : DOWN;
        tell(run, "host-" + run + "/1", Math.max(0, to - 20), to, detail);
      }
    }
    assertThat(coverages.gaps("shop", OFF, OFF.plusSeconds(600), 1_000))
        .hasSize(processes)
        .allSatisfy(gap -> assertThat(gap.from()).isEqualTo(OFF))
        .allSatisfy(gap -> assertThat(gap.to()).isEqualTo(OFF.plusSeconds(80)));
    assertThat(coverages.holes(OFF.plusSeconds(81), OFF.plusSeconds(99), OFF.plusSeconds(99)))
        .as("on again")
        .noneMatch(hole -> hole.reason() == GapReason.GAP_REASON_OFF_VALUE);
  }

  /** In a container every process is the first; what the killed one left, the next one brings. */
  @Example
  void whatAKilledOneLeftIsOfItsOwnGapThoughTheNextHasItsName() throws IOException {
    String name = "shop-7d4b9/1";
    tell(1, name, 0, 20, DOWN);
    tell(2, name, 60, 60, DOWN);
    reopen();
    tell(1, name, 20, 40, DOWN);
    tell(2, name, 60, 70, "switched on again");
    assertThat(coverages.gaps("shop", OFF, OFF.plusSeconds(50), 10))
        .singleElement()
        .satisfies(gap -> assertThat(gap.from()).isEqualTo(OFF))
        .satisfies(gap -> assertThat(gap.to()).isEqualTo(OFF.plusSeconds(50)));
    assertThat(coverages.gaps("shop", OFF, OFF.plusSeconds(600), 10))
        .extracting(GapRow::to)
        .containsExactlyInAnyOrder(OFF.plusSeconds(40 + 120), OFF.plusSeconds(70));
  }

  private void reopen() throws IOException {
    for (long i = log.end(); i < coverages.position(); i++) {
      log.append(Entry.getDefaultInstance()).join();
    }
    coverages.close();
    coverages = LogCoverages.open(dir.resolve("coverage"), log);
  }

  /** As the agent does: short ones first, then every 20 s, by a clock that ticks every 2 s. */
  private static int piece(int told) {
    return Math.max(2, Math.min(20, told));
  }

  private void tell(int from, int to, String detail) throws IOException {
    tell(1, "host-1/4711", from, to, detail);
  }

  private void tell(int run, String instance, int from, int to, String detail) throws IOException {
    Gap.Builder gap =
        Gap.newBuilder()
            .setFrom(Timestamps.fromMillis(OFF.plusSeconds(from).toEpochMilli()))
            .setTo(Timestamps.fromMillis(OFF.plusSeconds(to).toEpochMilli()))
            .setReason(GapReason.GAP_REASON_OFF)
            .setDetail(detail);
    Batch.Builder batch = Batches.one(run, ++sequence, OFF.plusSeconds(to), 1);
    apply(batch.setInstance(instance).clearAccesses().addGaps(gap), to);
  }

  private void tellOther(int at) throws IOException {
    apply(Batches.one(2, ++sequence, OFF.plusSeconds(at), 1).setInstance("host-2/1"), at);
  }

  private void apply(Batch.Builder batch, int at) throws IOException {
    coverages.apply(
        coverages.position(),
        Entry.newBuilder()
            .setService("shop")
            .setReceivedMs(OFF.plusSeconds(at).toEpochMilli())
            .setBatch(batch.build().toByteString())
            .build());
  }
}

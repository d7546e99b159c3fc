package io.whoread.collector.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.whoread.collector.Batches;
import io.whoread.collector.RunningCollector;
import io.whoread.collector.coverage.Coverages;
import io.whoread.collector.coverage.Coverages.GapRow;
import io.whoread.collector.index.AccessFilter;
import io.whoread.collector.index.Index;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Gap;
import io.whoread.record.v1.GapReason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissingBatchesTest {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  @TempDir private Path data;

  @Test
  void overtakenBatchesBecomeAGapUntilTheyCome() throws Exception {
    RunningCollector collector = RunningCollector.start(data);
    try {
      post(collector, 1, NOW.minusSeconds(50));
      post(collector, 4, NOW.minusSeconds(20));
      post(collector, 5, NOW.minusSeconds(10));
      Intake intake = collector.bean(Intake.class);
      intake.reportMissing(System.currentTimeMillis() - Duration.ofMinutes(5).toMillis());
      assertThat(gaps(collector)).isEmpty();
      for (int i = 0; i < 2; i++) {
        intake.reportMissing(System.currentTimeMillis() + 1);
        await().untilAsserted(() -> assertThat(gaps(collector)).hasSize(1));
      }
      GapRow gap = gaps(collector).getFirst();
      assertThat(gap.reason()).isEqualTo(GapReason.GAP_REASON_MISSING_VALUE);
      assertThat(gap.detail()).isEqualTo("batches 2 to 3");
      assertThat(gap.from()).isEqualTo(NOW.minusSeconds(50));
      assertThat(gap.to()).isEqualTo(NOW.minusSeconds(20));
      collector.close();
    } finally {
      collector.close();
    }
    try (RunningCollector again = RunningCollector.start(data)) {
      await().untilAsserted(() -> assertThat(gaps(again)).hasSize(1));
      post(again, 3, NOW.minusSeconds(30));
      again.bean(Intake.class).reportMissing(System.currentTimeMillis() + 1);
      post(again, 2, NOW.minusSeconds(40));
      await().untilAsserted(() -> assertThat(gaps(again)).isEmpty());
    }
  }

  @Test
  void gapsAndReadsOfADayAreToldByServiceAndDay() throws Exception {
    ZoneId zone = ZoneOffset.ofHours(8);
    LocalDate today = LocalDate.ofInstant(NOW, zone);
    Instant noon = today.minusDays(2).atTime(12, 0).atZone(zone).toInstant();
    try (RunningCollector collector = RunningCollector.start(data)) {
      collector.post(
          Batches.one(1, 1, noon, 1)
              .addGaps(
                  Gap.newBuilder()
                      .setFrom(seconds(noon.minus(Duration.ofDays(1))))
                      .setTo(seconds(noon.minus(Duration.ofDays(1)).plusSeconds(5)))
                      .setReason(GapReason.GAP_REASON_SPOOL)
                      .setAccesses(7)
                      .setDetail("full"))
              .build());
      Coverages coverages = collector.bean(Coverages.class);
      await()
          .untilAsserted(
              () ->
                  assertThat(coverages.days(today.minusDays(5), today.plusDays(1), zone))
                      .containsExactly(
                          new Coverages.DayStatus("shop", today.minusDays(3), 0, 0, 0, 0, 1),
                          new Coverages.DayStatus("shop", today.minusDays(2), 1, 1, 0, 0, 0)));
      List<GapRow> gaps = coverages.gaps("shop", noon.minus(Duration.ofDays(2)), noon, 10);
      assertThat(gaps).hasSize(1);
      assertThat(gaps.getFirst().accesses()).isEqualTo(7);
      assertThat(coverages.gaps("other", noon.minus(Duration.ofDays(2)), noon, 10)).isEmpty();
    }
  }

  /** Ranges hold what was added, whatever the order, and nothing else. */
  @Property(tries = 500)
  void rangesAreSets(@ForAll @Size(max = 60) List<@LongRange(min = 1, max = 40) Long> numbers) {
    SequenceRanges ranges = new SequenceRanges();
    Set<Long> model = new TreeSet<>();
    for (long number : numbers) {
      ranges.add(number, 0);
      model.add(number);
    }
    SequenceRanges restored = new SequenceRanges();
    restored.restore(ranges.floor(), ranges.save());
    for (SequenceRanges each : List.of(ranges, restored)) {
      Set<Long> missing = new TreeSet<>();
      for (SequenceRanges.Hole hole : each.overdue(1)) {
        for (long n = hole.first(); n <= hole.last(); n++) {
          missing.add(n);
        }
      }
      long last = model.stream().mapToLong(Long::longValue).max().orElse(0);
      for (long n = 0; n <= 41; n++) {
        assertThat(each.contains(n)).isEqualTo(model.contains(n));
        assertThat(missing.contains(n)).isEqualTo(n > 0 && n < last && !model.contains(n));
      }
      assertThat(each.holes()).isEqualTo(each.overdue(1).size());
      each.overdue(1).forEach(each::reported);
      assertThat(each.overdue(1)).isEmpty();
    }
  }

  /** Forgotten holes are told first, and nothing above them is touched. */
  @Property(tries = 500)
  void oldestHolesCanBeForgotten(
      @ForAll @Size(min = 1, max = 60) List<@LongRange(min = 1, max = 80) Long> numbers,
      @ForAll @IntRange(min = 1, max = 10) int some) {
    SequenceRanges ranges = new SequenceRanges();
    numbers.forEach(number -> ranges.add(number, 0));
    int holes = ranges.holes();
    int forgotten = Math.min(some, holes);
    List<SequenceRanges.Hole> before = ranges.overdue(1);
    SequenceRanges.Hole told = ranges.oldest(forgotten);
    if (forgotten == 0) {
      assertThat(told).isNull();
      return;
    }
    assertThat(told)
        .isEqualTo(
            new SequenceRanges.Hole(before.getFirst().first(), before.get(forgotten - 1).last()));
    ranges.reported(told);
    assertThat(ranges.overdue(1)).isEqualTo(before.subList(forgotten, holes));
    assertThat(ranges.oldest(forgotten)).isNull();
    ranges.forget(forgotten);
    assertThat(ranges.holes()).isBetween(holes - forgotten, holes - forgotten + 1);
    assertThat(ranges.overdue(1)).isEqualTo(before.subList(forgotten, holes));
    for (long n = 1; n <= 81; n++) {
      assertThat(ranges.contains(n)).isEqualTo(n > ranges.floor() && numbers.contains(n));
    }
  }

  /** A sender at fault: half of its numbers are left out, and what it does send is kept. */
  @Test
  void tooManyHolesBecomeAGapAndNoBatchIsRefused() throws Exception {
    try (RunningCollector collector = RunningCollector.start(data)) {
      Intake intake = collector.bean(Intake.class);
      ByteString tail = Batches.one(1, 1, NOW, 1).clearRun().clearSequence().build().toByteString();
      List<CompletableFuture<Intake.Outcome>> outcomes = new ArrayList<>();
      for (int i = 1; i <= 12_000; i++) {
        ByteString head =
            Batch.newBuilder().setRun(Batches.run(1)).setSequence(2L * i).build().toByteString();
        outcomes.add(intake.take("shop", head.concat(tail)));
      }
      for (CompletableFuture<Intake.Outcome> outcome : outcomes) {
        assertThat(outcome.get()).isEqualTo(Intake.Outcome.STORED);
      }
      await().untilAsserted(() -> assertThat(gaps(collector)).hasSize(1));
      assertThat(gaps(collector).getFirst().detail()).startsWith("batches 1 to 9");
      // The newest are known, the forgotten ones are taken again rather than lost.
      post(collector, 24_000, NOW);
      post(collector, 1, NOW);
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          collector
                              .bean(Index.class)
                              .totals(AccessFilter.between(null, null))
                              .accesses())
                      .isEqualTo(12_001));
    }
  }

  private static void post(RunningCollector collector, long sequence, Instant start)
      throws Exception {
    assertThat(collector.post(Batches.one(1, sequence, start, 1).build()).statusCode())
        .isEqualTo(204);
  }

  private static List<GapRow> gaps(RunningCollector collector) {
    return collector
        .bean(Coverages.class)
        .gaps(null, NOW.minus(Duration.ofHours(24)), NOW.plusSeconds(60), 100);
  }

  private static com.google.protobuf.Timestamp seconds(Instant instant) {
    return com.google.protobuf.util.Timestamps.fromMillis(instant.toEpochMilli());
  }
}

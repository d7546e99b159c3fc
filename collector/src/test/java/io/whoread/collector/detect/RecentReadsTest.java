package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.whoread.collector.Batches;
import io.whoread.collector.detect.v1.Actor;
import io.whoread.collector.detect.v1.Read;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Windows counted from the list of recent reads, against counting with nothing but sets. */
class RecentReadsTest {
  private static final long MINUTE = 60_000L;
  private static final long START = 1_700_000_000_000L;
  private static final List<Measure> MEASURES = new ArrayList<>();

  static {
    for (int readClass : new int[] {RecentReads.ALL, RecentReads.OFF_HOURS, RecentReads.COLD}) {
      for (long minutes : new long[] {5, 60, 1_440}) {
        MEASURES.add(new Measure("", minutes * MINUTE, readClass, 1, 1, false, 0, 0));
      }
    }
  }

  /**
   * @param step minutes after the latest so far; less than 0 for a read that comes late
   */
  record Step(int step, int subject, int classes, boolean reload) {}

  private record Known(long time, int subject, int classes) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> step =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(8, Arbitraries.integers().between(0, 30)),
            net.jqwik.api.Tuple.of(3, Arbitraries.integers().between(-1_439, -1)),
            net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(300, 20_000)));
    return Combinators.combine(
            step,
            Arbitraries.integers().between(0, 40),
            Arbitraries.integers().between(0, 3).map(bits -> RecentReads.ALL | bits << 1),
            Arbitraries.frequency(
                net.jqwik.api.Tuple.of(19, false), net.jqwik.api.Tuple.of(1, true)))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(150);
  }

  @Property(tries = 300)
  void windowsAreCountedAsSetsWould(@ForAll("steps") List<Step> steps) {
    RecentReads reads = new RecentReads(MEASURES);
    List<Known> known = new ArrayList<>();
    long latest = START;
    for (Step step : steps) {
      long time = latest + step.step * MINUTE;
      boolean inOrder = known.isEmpty() || time >= latest;
      latest = known.isEmpty() ? time : Math.max(latest, time);
      if (step.reload) {
        reads = RecentReads.decode(reads.encode(), MEASURES);
      }
      assertThat(reads.isEmpty() || reads.inOrder(time) == inOrder).isTrue();
      reads.add(read(time, step.subject), step.classes);
      known.add(new Known(time, step.subject, step.classes));
      for (int m = 0; m < MEASURES.size(); m++) {
        long length = MEASURES.get(m).windowMs();
        int readClass = MEASURES.get(m).readClass();
        assertThat(reads.newest(m).count())
            .isEqualTo(reads.count(m))
            .isEqualTo(distinct(known, latest - length, latest, readClass));
        if ((step.classes & readClass) != 0) {
          assertThat(reads.fullest(time, m).count())
              .isEqualTo(fullest(known, time, length, readClass));
        }
      }
    }
  }

  @Property(tries = 50)
  void theEndsOfAWindowAreThoseOfItsReads(@ForAll("steps") List<Step> steps) {
    RecentReads reads = new RecentReads(MEASURES);
    List<Known> known = new ArrayList<>();
    long latest = START;
    for (Step step : steps) {
      long time = latest + step.step * MINUTE;
      latest = known.isEmpty() ? time : Math.max(latest, time);
      reads.add(read(time, step.subject), step.classes);
      known.add(new Known(time, step.subject, step.classes));
    }
    RecentReads.Window window = reads.newest(1);
    long since = latest - 60 * MINUTE;
    assertThat(window.to()).isEqualTo(latest);
    assertThat(window.from())
        .isEqualTo(
            known.stream().mapToLong(Known::time).filter(t -> t > since).min().orElseThrow());
  }

  /**
   * A time of work of an actor.
   *
   * @param reads how many
   * @param gap milliseconds between two
   * @param pause hours before
   * @param pool so many subjects in all; each read is of one of them
   */
  record Stretch(int reads, int gap, int pause, int pool) {}

  @Provide
  Arbitrary<List<Stretch>> stretches() {
    return Combinators.combine(
            Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, Arbitraries.integers().between(1, 300)),
                net.jqwik.api.Tuple.of(2, Arbitraries.integers().between(1_000, 30_000))),
            Arbitraries.of(1, 20, 400, 5_000),
            Arbitraries.integers().between(0, 40),
            Arbitraries.of(50, 3_000, 1 << 20))
        .as(Stretch::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  /** Exact where the list has not been full within the window; else not far off. */
  @Property(tries = 60)
  void beyondItsCapacityItEstimates(
      @ForAll("stretches") List<Stretch> stretches, @ForAll Random random) {
    RecentReads reads = new RecentReads(MEASURES);
    List<Known> known = new ArrayList<>();
    long time = START;
    long full = Long.MIN_VALUE;
    int held = 0;
    for (Stretch stretch : stretches) {
      time += stretch.pause * 60 * MINUTE;
      for (int i = 0; i < stretch.reads; i++) {
        time += stretch.gap;
        int subject = random.nextInt(stretch.pool);
        int classes = RecentReads.ALL | (subject % 3 == 0 ? RecentReads.OFF_HOURS : 0);
        int before = reads.size();
        reads.add(read(time, subject), classes);
        full = before == ReadList.CAPACITY ? time : full;
        known.add(new Known(time, subject, classes));
        assertThat(reads.size()).isLessThanOrEqualTo(ReadList.CAPACITY);
        if (random.nextInt(2_000) == 0) {
          reads = RecentReads.decode(reads.encode(), MEASURES);
        }
      }
      for (int m = 0; m < MEASURES.size(); m++) {
        long length = MEASURES.get(m).windowMs();
        long exact = distinct(known, time - length, time, MEASURES.get(m).readClass());
        if (full == Long.MIN_VALUE || time - full >= length) {
          assertThat(reads.count(m)).isEqualTo(exact);
        } else if (exact >= 200) {
          assertThat((double) reads.count(m)).isBetween(0.7 * exact, 1.3 * exact);
        }
      }
    }
  }

  @Example
  void whatComesAfterAnEnormousExportIsCountedAtOnceAndExactly() {
    RecentReads reads = new RecentReads(MEASURES);
    int exported = 200_000;
    for (int i = 0; i < exported; i++) {
      reads.add(read(START + i * 18L, i), RecentReads.ALL);
    }
    assertThat((double) reads.count(2)).isBetween(0.8 * exported, 1.2 * exported);
    long next = START + 3_600_000 + 2 * 60 * MINUTE;
    for (int i = 1; i <= 300; i++) {
      reads.add(read(next + i * 10_000L, exported + i), RecentReads.ALL);
      assertThat(reads.count(0)).isEqualTo(Math.min(i, 30));
      assertThat(reads.count(1)).isEqualTo(i);
    }
    long monday = START + 3 * RecentReads.DAY_MS;
    for (int i = 1; i <= 1_000; i++) {
      reads.add(read(monday + i * 1_000L, i), RecentReads.ALL);
      assertThat(reads.count(2)).isEqualTo(i);
    }
  }

  static Read read(long time, int subject) {
    ByteString id = Batches.pseudonym(subject);
    return Read.newBuilder()
        .setTimeMs(time)
        .setSubject(id)
        .setActor(Actor.newBuilder().setRole("staff").setId("E1"))
        .setGroup("staff")
        .setSubjectKind("order")
        .setOperation("GET /orders/{id}")
        .setService("shop")
        .setPosition(subject)
        .build();
  }

  private static long distinct(List<Known> known, long after, long to, int readClass) {
    Set<Integer> subjects = new HashSet<>();
    for (Known k : known) {
      if (k.time > after && k.time <= to && (k.classes & readClass) != 0) {
        subjects.add(k.subject);
      }
    }
    return subjects.size();
  }

  /** Over all windows that end with a read and hold the moment. */
  private static long fullest(List<Known> known, long moment, long length, int readClass) {
    return known.stream()
        .filter(k -> (k.classes & readClass) != 0)
        .map(Known::time)
        .filter(end -> end >= moment && end < moment + length)
        .map(end -> distinct(known, end - length, end, readClass))
        .max(Comparator.naturalOrder())
        .orElse(0L);
  }
}

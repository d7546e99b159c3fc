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
  private static final int[] CLASSES = {RecentReads.ALL, RecentReads.OFF_HOURS, RecentReads.COLD};

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
    RecentReads reads = new RecentReads();
    Distinct scratch = new Distinct();
    List<Known> known = new ArrayList<>();
    long latest = START;
    for (Step step : steps) {
      long time = latest + step.step * MINUTE;
      boolean inOrder = known.isEmpty() || time >= latest;
      latest = known.isEmpty() ? time : Math.max(latest, time);
      if (step.reload) {
        reads = RecentReads.decode(reads.encode());
      }
      assertThat(reads.isEmpty() || reads.inOrder(time) == inOrder).isTrue();
      reads.add(read(time, step.subject), step.classes);
      known.add(new Known(time, step.subject, step.classes));
      for (int readClass : CLASSES) {
        for (long length : new long[] {5 * MINUTE, 60 * MINUTE, 1_440 * MINUTE}) {
          if (reads.inOrder(time)) {
            assertThat(reads.newest(length, readClass).count())
                .isEqualTo(distinct(known, latest - length, latest, readClass));
          }
          if ((step.classes & readClass) != 0) {
            assertThat(reads.fullest(time, length, readClass, scratch).count())
                .isEqualTo(fullest(known, time, length, readClass));
          }
        }
      }
    }
  }

  @Property(tries = 50)
  void theEndsOfAWindowAreThoseOfItsReads(@ForAll("steps") List<Step> steps) {
    RecentReads reads = new RecentReads();
    List<Known> known = new ArrayList<>();
    long latest = START;
    for (Step step : steps) {
      long time = latest + step.step * MINUTE;
      latest = known.isEmpty() ? time : Math.max(latest, time);
      reads.add(read(time, step.subject), step.classes);
      known.add(new Known(time, step.subject, step.classes));
    }
    RecentReads.Window window = reads.newest(60 * MINUTE, RecentReads.ALL);
    long since = latest - 60 * MINUTE;
    assertThat(window.to()).isEqualTo(latest);
    assertThat(window.from())
        .isEqualTo(
            known.stream().mapToLong(Known::time).filter(t -> t > since).min().orElseThrow());
  }

  @Example
  void beyondItsCapacityItEstimates() {
    RecentReads reads = new RecentReads();
    int subjects = 60_000;
    for (int i = 0; i < subjects; i++) {
      reads.add(read(START + i * 1_000L, i), RecentReads.ALL);
      assertThat(reads.size()).isLessThanOrEqualTo(RecentReads.CAPACITY);
    }
    long day = reads.newest(RecentReads.DAY_MS, RecentReads.ALL).count();
    // 60,000 seconds are less than a day; a sample of about 1,000 errs by 3%, thrice that is far.
    assertThat(day).isBetween(54_000L, 66_000L);
  }

  @Example
  void theSampleBecomesExactAgainWhenTheActorIsQuiet() {
    RecentReads reads = new RecentReads();
    for (int i = 0; i < 20_000; i++) {
      reads.add(read(START + i, i), RecentReads.ALL);
    }
    long later = START + 10 * RecentReads.DAY_MS;
    for (int i = 0; i < 6_000; i++) {
      reads.add(read(later + i * 3_600_000L, 100_000 + i), RecentReads.ALL);
    }
    assertThat(reads.newest(RecentReads.DAY_MS, RecentReads.ALL).count()).isEqualTo(24);
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

package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import io.whoread.collector.Batches;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.record.Roles;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Actor;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Form;
import io.whoread.record.v1.Link;
import io.whoread.record.v1.Operation;
import io.whoread.record.v1.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * What is known of subjects: through wrong clocks, changes of keys, and when there are too many.
 */
class SubjectsTest {
  /** Friday 20 March 2026, 10:00 in Shanghai. */
  private static final long NOW = Instant.parse("2026-03-20T02:00:00Z").toEpochMilli();

  private static final long DAY_MS = 86_400_000L;
  private static final int PLACED = 20_500; // 16 February 2026
  private static final long EVERYTHING = Long.MAX_VALUE;

  private final Detection detection = new Detection(RulesFile.defaults());
  private final List<Alert> alerts = new ArrayList<>();

  private static Batch.Builder batch(long time, String actor) {
    return Batch.newBuilder()
        .setRun(Batches.run(1))
        .setStart(Timestamps.fromMillis(time))
        .setKeyEpoch(1)
        .addWords("order")
        .addWords("customer")
        .addExposures(Exposure.newBuilder().setSubjectKind("order"))
        .addOperations(Operation.newBuilder().setName("GET /orders").setForm(Form.FORM_OPENED))
        .addCallers(
            Caller.newBuilder().setActor(Actor.newBuilder().setId(actor).setRole("courier")));
  }

  private static Access.Builder access(int number, IntFunction<Subject.Builder> subjects) {
    Access.Builder access = Access.newBuilder().setOperation(1).setCaller(1);
    for (int i = 0; i < number; i++) {
      access.addSubjects(subjects.apply(i).setExposure(1).setPlacedDay(PLACED));
    }
    return access;
  }

  private static Subject.Builder old(int number) {
    return Subject.newBuilder().setId(key(1, number));
  }

  private static ByteString key(int epoch, int number) {
    return Batches.pseudonym(number * 10 + epoch);
  }

  private void reads(
      long time, String actor, int number, IntFunction<Subject.Builder> subjects, long received) {
    detection.accept(
        batch(time, actor).addAccesses(access(number, subjects)).build(),
        "shop",
        0,
        received,
        alerts::add);
  }

  private List<Signal> signals(String rule) {
    return alerts.stream()
        .flatMap(alert -> alert.getSignalsList().stream())
        .filter(signal -> signal.getRule().equals(rule))
        .toList();
  }

  @Test
  void aWrongClockMakesNothingColdThatIsNotKnownToBe() {
    reads(NOW - 3_600_000, "C1", 1, i -> old(1), NOW - 3_600_000);
    reads(0, "C1", 1, i -> old(2), NOW - 1_800_000);
    reads(NOW - 300 * DAY_MS, "C1", 1, i -> old(3), NOW - 1_800_000);
    reads(NOW + 300 * DAY_MS, "C1", 1, i -> old(4), NOW - 1_800_000);
    reads(NOW - 6 * DAY_MS, "C4", 1, i -> old(5), NOW - 1_800_000);
    // Placed a month ago, in a service that has been watched for an hour.
    reads(NOW, "C2", 100, i -> old(100 + i), NOW);
    assertThat(signals("cold")).isEmpty();
    assertThat(detection.late()).isEqualTo(2);
    // Somebody else read this one 50 years ago, says a clock.
    reads(NOW, "C3", 100, i -> old(2), NOW);
    assertThat(signals("cold")).isEmpty();
  }

  @Test
  void anImportedHistoryIsBelieved() {
    detection.imported("shop", Batches.run(1));
    reads(NOW - 60 * DAY_MS, "C1", 1, i -> old(1), NOW - 1_000);
    reads(NOW, "C2", 100, i -> old(100 + i), NOW);
    assertThat(signals("cold")).isNotEmpty();
    assertThat(detection.late()).isZero();
  }

  /** Under the old key; under both, whichever is the batch's; under the new one. */
  private static Batch.Builder under(int phase, Batch.Builder batch) {
    return batch.setKeyEpoch(phase <= 2 ? 1 : 2);
  }

  private static Subject.Builder subject(int phase, int number) {
    Subject.Builder subject = Subject.newBuilder().setId(key(phase <= 2 ? 1 : 2, number));
    // A customer's pseudonyms are no names of the order.
    subject.addLinks(Link.newBuilder().setKind(2).setId(key(7, number % 3)));
    if (phase == 2 || phase == 3) {
      int other = phase == 2 ? 2 : 1;
      subject.addLinks(Link.newBuilder().setKind(1).setId(key(other, number)).setKeyEpoch(other));
      subject.addLinks(Link.newBuilder().setKind(2).setId(key(8, 1)).setKeyEpoch(other));
    }
    return subject;
  }

  @Property(tries = 30)
  void aSubjectCountsOnceWhateverKeyItIsMetUnder(
      @ForAll @IntRange(min = 250, max = 400) int subjects) {
    Detection detection = new Detection(RulesFile.defaults());
    List<Alert> raised = new ArrayList<>();
    for (int phase = 1; phase <= 4; phase++) {
      int under = phase;
      detection.accept(
          under(phase, batch(NOW + phase * 60_000, "C1"))
              .addAccesses(access(subjects, i -> subject(under, i)))
              .build(),
          "shop",
          phase,
          EVERYTHING,
          raised::add);
    }
    detection.tick(NOW + 3_600_000, 5, raised::add);
    assertThat(raised.get(raised.size() - 1).getSignalsList())
        .filteredOn(signal -> signal.getRule().equals("bulk"))
        .isNotEmpty()
        .allSatisfy(signal -> assertThat(signal.getObserved()).isEqualTo(subjects));
  }

  @Test
  void aChangeOfKeysMakesNothingCold() {
    reads(NOW - 90 * DAY_MS, "C9", 1, i -> old(999), EVERYTHING);
    for (int day = -40; day <= 0; day++) {
      // Overlap of ten days; every subject is worked on every day.
      int phase = day < -15 ? 1 : day < -10 ? 2 : day < -5 ? 3 : 4;
      for (String actor : new String[] {"C1", "C2"}) {
        detection.accept(
            under(phase, batch(NOW + day * DAY_MS, actor))
                .addAccesses(access(100, i -> subject(phase, i)))
                .build(),
            "shop",
            0,
            EVERYTHING,
            alerts::add);
      }
    }
    assertThat(signals("cold")).isEmpty();
    assertThat(detection.names.size()).isEqualTo(100);
  }

  @Test
  void whatIsTooMuchIsForgottenAndNothingClaimedOfIt() {
    Detection small = new Detection(RulesFile.defaults(), 1_000, 100, Memory.unnamed());
    for (int n = 0; n < 10_000; n++) {
      int number = n;
      small.accept(
          batch(NOW - 60 * DAY_MS + n * 60_000L, "C" + n % 500)
              .addAccesses(access(1, i -> old(number)))
              .build(),
          "shop",
          n,
          EVERYTHING,
          alerts::add);
      assertThat(small.subjects.size()).isLessThanOrEqualTo(1_001);
      assertThat(small.actors.size()).isLessThanOrEqualTo(101);
    }
    alerts.clear();
    // Read a moment before they were forgotten: not known to be cold.
    long then = NOW - 60 * DAY_MS + 10_000 * 60_000L;
    small.accept(
        batch(then, "X").addAccesses(access(100, i -> old(8_000 + i))).build(),
        "shop",
        1,
        EVERYTHING,
        alerts::add);
    assertThat(signals("cold")).isEmpty();
    // Whoever is not met for a hundred days is not remembered.
    small.accept(
        batch(then + 100 * DAY_MS, "Y").addAccesses(access(1, i -> old(1))).build(),
        "shop",
        2,
        EVERYTHING,
        alerts::add);
    assertThat(small.subjects.size()).isEqualTo(1);
    assertThat(small.actors.size()).isEqualTo(1);
    // That of whoever is at work now.
    assertThat(small.groups.size()).isEqualTo(1);
  }

  /** A job that goes through all orders while two keys overlap: machines' subjects are not kept. */
  @Test
  void whatIsTooMuchIsForgottenOfNamesToo() {
    Detection small = new Detection(RulesFile.defaults(), 1_000, 100, Memory.unnamed());
    for (int n = 0; n < 10_000; n++) {
      Batch.Builder job = batch(NOW - 60 * DAY_MS + n * 60_000L, "nightly");
      job.getCallersBuilder(0).getActorBuilder().setRole(Roles.SYSTEM);
      int number = n;
      small.accept(
          job.addAccesses(access(1, i -> subject(2, number))).build(),
          "shop",
          n,
          EVERYTHING,
          alerts::add);
      assertThat(small.subjects.size()).isZero();
      assertThat(small.names.size()).isLessThanOrEqualTo(1_001);
    }
    // The newest are known by their names yet, and of the others nothing is claimed.
    assertThat(small.names.get(key(2, 9_999)).getName()).isEqualTo(key(1, 9_999));
    assertThat(small.names.get(key(2, 8_000))).isNull();
    assertThat(small.forgottenUntil()).isGreaterThan(NOW - 60 * DAY_MS + 8_000 * 60_000L);
  }
}

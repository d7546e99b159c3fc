package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.log.v1.AlertException;
import io.whoread.collector.log.v1.AlertStep;
import io.whoread.collector.log.v1.AlertStep.Kind;
import io.whoread.collector.log.v1.Entry;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people say about alerts is heeded by the detector, from the log. */
class JudgementsTest {
  /** Monday 2 March 2026, 00:00 in Shanghai. */
  private static final Instant MONDAY = Instant.parse("2026-03-01T16:00:00Z");

  private static final int HISTORY = 12;

  @TempDir Path dir;

  private final CrashingLog log = new CrashingLog();
  private Detector detector;
  private long fed;

  @BeforeEach
  void history() throws IOException {
    open();
    feed(new Traffic(3).office(MONDAY, HISTORY, 8, 25));
  }

  private void open() throws IOException {
    Path rules = dir.resolve("rules.yaml");
    Files.writeString(rules, "roles: {staff: {rules: [bulk]}}\n");
    detector =
        Detector.open(
            rules,
            dir.resolve("detect"),
            log,
            30_000,
            Memory.BOUND,
            () -> Instant.ofEpochMilli(log.now()),
            Runnable::run);
    fed = detector.position();
  }

  private static Instant at(int day, double hour) {
    return MONDAY.plusSeconds(day * 86_400L + (long) (hour * 3_600));
  }

  private void feed(Traffic traffic) throws IOException {
    for (Batch batch : traffic.batches(5)) {
      log.passUntil(
          Timestamps.toMillis(batch.getStart())
              + batch.getAccesses(batch.getAccessesCount() - 1).getOffsetMs());
      append(DetectorTest.entry(batch));
    }
    log.passUntil(log.now() + 1_200_000);
    catchUp();
  }

  private void append(Entry entry) throws IOException {
    log.append(entry);
    catchUp();
  }

  /** With whatever the detector itself writes. */
  private void catchUp() throws IOException {
    do {
      log.flush();
      for (; fed < log.end(); fed++) {
        detector.apply(fed, log.get(fed));
      }
      detector.idle();
      log.flush();
    } while (fed < log.end());
  }

  private Traffic export(int day, String actor, int subjects) {
    return new Traffic(day * 31L + actor.hashCode())
        .walk(at(day, 10), at(day, 10.5), actor, "staff", Form.FORM_EXPORTED, subjects, 10);
  }

  private List<Alert> alerts(String actor) {
    return DetectorTest.alertsOf(log).stream()
        .filter(alert -> alert.getActor().equals(actor))
        .toList();
  }

  /** Days, counted from the first, on which an alert on somebody was raised or grew. */
  private Set<Integer> days(String actor) {
    return alerts(actor).stream()
        .map(
            alert ->
                (int)
                    Math.floorDiv(
                        Timestamps.toMillis(alert.getRaised()) - MONDAY.toEpochMilli(),
                        86_400_000L))
        .collect(Collectors.toSet());
  }

  private void step(Alert alert, Kind kind, String user, AlertException exception)
      throws IOException {
    AlertStep.Builder step =
        AlertStep.newBuilder()
            .setAlert(alert.getId())
            .setRevision(alert.getRevision())
            .setUser(user)
            .setKind(kind)
            .setText("month's end");
    if (exception != null) {
      step.setException(exception);
    }
    append(Entry.newBuilder().setAlertStep(step).build());
  }

  private static AlertException exception(Alert alert, int atMost) {
    return AlertException.newBuilder()
        .setId("00000000000000e1")
        .setRole(alert.getRole())
        .setActor(alert.getActor())
        .setGroup(alert.getGroup())
        .addAllRules(alert.getSignalsList().stream().map(Signal::getRule).distinct().toList())
        .setAtMost(atMost)
        .setFrom(alert.getFrom())
        .setUntil(Timestamps.fromMillis(at(40, 0).toEpochMilli()))
        .build();
  }

  @Test
  void whatIsInOrderIsNotAskedAgainButWhatGoesBeyondIs() throws IOException {
    feed(export(14, "E1001", 300));
    Alert asked = alerts("E1001").getLast();
    step(asked, Kind.EXPLAINED, "chen", exception(asked, 400));
    feed(export(15, "E1001", 350));
    feed(export(15, "E1002", 350));
    assertThat(days("E1001")).containsOnly(14);
    assertThat(days("E1002")).containsOnly(15);
    assertThat(detector.heldBack("00000000000000e1")).isEqualTo(1);
    detector.close();
    open();
    assertThat(detector.heldBack("00000000000000e1")).isEqualTo(1);
    feed(export(16, "E1001", 600));
    assertThat(days("E1001")).containsOnly(14, 16);
    replaysTheSame();
  }

  @Test
  void whatIsLookedIntoAgainIsInOrderNoMore() throws IOException {
    feed(export(14, "E1001", 300));
    Alert asked = alerts("E1001").getLast();
    step(asked, Kind.EXPLAINED, "chen", exception(asked, 5_000));
    feed(export(15, "E1001", 1_000));
    assertThat(days("E1001")).containsOnly(14);
    step(asked, Kind.REOPENED, "li", null);
    feed(export(16, "E1001", 4_000));
    assertThat(days("E1001")).containsOnly(14, 16);
    replaysTheSame();
  }

  /** From nothing, and from a state that was saved before the last steps. */
  private void replaysTheSame() throws IOException {
    List<Alert> before = DetectorTest.alertsOf(log);
    Files.deleteIfExists(dir.resolve("detect"));
    for (int half = 2; half > 0; half--) {
      open();
      long until = log.end() / half;
      for (; fed < until; fed++) {
        detector.apply(fed, log.get(fed));
      }
      detector.save();
    }
    catchUp();
    assertThat(DetectorTest.alertsOf(log)).isEqualTo(before);
  }

  /** Somebody reads at noon as many as work never takes. */
  private void take(int day) throws IOException {
    feed(
        new Traffic(day)
            .workday(at(day, 0), "E1003", 25)
            .walk(at(day, 13), at(day, 15), "E1003", "staff", Form.FORM_OPENED, 400, 1));
  }

  @Test
  void whatIsConfirmedToBeMisuseDoesNotMakeItselfOrdinary() throws IOException {
    int day = HISTORY + 2;
    for (; !days("E1003").isEmpty() || day == HISTORY + 2; day++) {
      take(day);
      if (!days("E1003").contains(day)) {
        break;
      }
    }
    assertThat(day).as("it has become ordinary").isBetween(HISTORY + 3, HISTORY + 20);
    // Days of which no alert tells as well.
    for (int quiet = 0; quiet < 3; quiet++) {
      take(++day);
      assertThat(days("E1003")).doesNotContain(day);
    }
    Alert first = alerts("E1003").getFirst();
    Alert newest =
        alerts("E1003").stream()
            .filter(alert -> alert.getId().equals(first.getId()))
            .reduce(first, (one, later) -> later);
    step(newest, Kind.PROPOSED, "chen", null);
    take(++day);
    assertThat(days("E1003")).doesNotContain(day);
    step(newest, Kind.CONFIRMED, "li", null);
    for (int more = 0; more < 2; more++) {
      take(++day);
      assertThat(days("E1003")).contains(day);
    }
    replaysTheSame();
  }

  /** A week is a half-life; alerts come within an hour of the same time of day. */
  @Test
  void theRiskOfAPersonAddsUpAndHalvesAndForgetsWhatWasExplained() throws IOException {
    feed(export(14, "E1001", 300));
    Alert first = alerts("E1001").getLast();
    assertThat(first.getActorRisk()).isEqualTo(first.getRisk());
    feed(export(21, "E1001", 300));
    Alert second = alerts("E1001").getLast();
    assertThat(second.getActorRisk())
        .isCloseTo(second.getRisk() + first.getRisk() / 2, Percentage.withPercentage(1));
    feed(export(21, "E1002", 300));
    assertThat(alerts("E1002").getLast().getActorRisk())
        .isEqualTo(alerts("E1002").getLast().getRisk());
    step(first, Kind.EXPLAINED, "chen", null);
    feed(export(28, "E1001", 300));
    Alert third = alerts("E1001").getLast();
    assertThat(third.getActorRisk())
        .isCloseTo(third.getRisk() + second.getRisk() / 2, Percentage.withPercentage(1));
    replaysTheSame();
  }
}

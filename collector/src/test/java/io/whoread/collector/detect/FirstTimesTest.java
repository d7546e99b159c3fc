package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.collector.alert.Sentences;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Form;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What is new for somebody stands beside an alert, and is none. */
class FirstTimesTest {
  /** Monday, midnight in Shanghai. */
  private static final Instant MONDAY = Instant.parse("2026-03-01T16:00:00Z");

  /** A Monday again. */
  private static final int DAY = 21;

  private static final String DESK = "10.3.0.7";
  private static final String EXPORT = "GET /orders/export";

  private static Instant at(int day, double hour) {
    return MONDAY.plusSeconds(day * 86_400L + (long) (hour * 3_600));
  }

  /** Three weeks in which E4 alone exports, and everybody reads from the desk. */
  private static Visits history() {
    Visits visits = new Visits();
    for (int day = 0; day < DAY; day++) {
      for (int i = 0; i < 12 && day % 7 < 5; i++) {
        for (int person = 1; person < 4; person++) {
          visits.add(
              Visits.staff(at(day, 9 + 0.6 * i), "E" + person)
                  .from(DESK)
                  .of(day * 1_000 + i * 10 + person));
        }
        visits.add(
            Visits.staff(at(day, 9 + 0.6 * i), "E4")
                .from(DESK)
                .through(EXPORT)
                .by(Form.FORM_EXPORTED)
                .of(day * 1_000 + i * 10 + 4));
      }
    }
    return visits;
  }

  /** Takes 400 subjects within half an hour. */
  private static Visits theft(Visits visits, String actor, String address, String operation) {
    for (int page = 0; page < 40; page++) {
      int[] subjects = new int[10];
      for (int i = 0; i < subjects.length; i++) {
        subjects[i] = 900_000 + page * 10 + i;
      }
      visits.add(
          Visits.staff(at(DAY, 10).plusSeconds(page * 40L), actor)
              .from(address)
              .through(operation)
              .by(Form.FORM_EXPORTED)
              .of(subjects));
    }
    return visits;
  }

  private static Alert only(List<Alert> alerts) {
    List<Alert> found = Visits.by("bulk", alerts);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  @Test
  void whatIsNewStandsBesideAnAlertAndAddsToTheRiskAlone() {
    Alert known = only(Visits.alerts(theft(history(), "E4", DESK, EXPORT).batches(20)));
    assertThat(Visits.signals("first-time", known)).isEmpty();
    List<Batch> batches = theft(history(), "E1", "203.0.113.9", EXPORT).batches(20);
    List<Alert> alerts = Visits.alerts(batches);
    Alert alert = only(alerts);
    Signal first = alert.getSignals(alert.getSignalsCount() - 1);
    assertThat(first.getRule()).isEqualTo("first-time");
    assertThat(first.getFactsMap())
        .isEqualTo(Map.of("operations", EXPORT, "networks", "203.0.0.0/16"));
    assertThat(first.getScore()).isEqualTo(1);
    double others =
        alert.getSignalsList().stream()
            .filter(signal -> !signal.getAccompanies())
            .collect(
                java.util.stream.Collectors.toMap(Signal::getRule, Signal::getScore, Math::max))
            .values()
            .stream()
            .mapToDouble(Double::doubleValue)
            .sum();
    assertThat(alert.getRisk()).isCloseTo(others + 1, Offset.offset(1e-9));
    assertThat(alert.getSeverity()).isEqualTo(EpisodeStage.severity(others));
    assertThat(new Sentences(Locale.ENGLISH, ZoneOffset.UTC).sentence(alert))
        .contains("; new for this reader: network 203.0.0.0/16; operation " + EXPORT);
    assertThat(new Sentences(Locale.SIMPLIFIED_CHINESE, ZoneOffset.UTC).sentence(alert))
        .contains("；另首次使用网段 203.0.0.0/16、接口 " + EXPORT);
    assertThat(Visits.alertsWithRestart(batches, batches.size() - 2)).isNotEmpty();
    List<Alert> restarted = Visits.alertsWithRestart(batches, batches.size() - 2);
    assertThat(restarted.getLast()).isEqualTo(alerts.getLast());
  }

  @Test
  void whatIsNewAlertsOnNobody() {
    Visits visits = history();
    visits.add(Visits.staff(at(DAY, 10), "E1").from("203.0.113.9").through(EXPORT).of(900_001));
    assertThat(Visits.alerts(visits.batches(20))).isEmpty();
  }

  /** A release is new for everybody, and a joiner's everything. */
  @Test
  void releasesAndJoinersAreLearnt() {
    Alert release =
        only(Visits.alerts(theft(history(), "E1", DESK, "GET /v2/orders/export").batches(20)));
    assertThat(Visits.signals("first-time", release)).isEmpty();
    Alert joiner = only(Visits.alerts(theft(history(), "E9", "203.0.113.9", EXPORT).batches(20)));
    assertThat(Visits.signals("first-time", joiner)).isEmpty();
  }
}

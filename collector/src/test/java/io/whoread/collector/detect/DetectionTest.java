package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.Sentences;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.record.Roles;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Form;
import io.whoread.record.v1.Link;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the shipped rules alert on, and on what they do not. */
class DetectionTest {
  /** Monday 2 March 2026, 00:00 in Shanghai. */
  private static final Instant MONDAY = Instant.parse("2026-03-01T16:00:00Z");

  private static final int DAYS = 19;

  /** Friday of the third week. */
  private static final Instant FRIDAY = at(18, 0);

  private static Instant at(int day, double hour) {
    return MONDAY.plusSeconds(day * 86_400L + (long) (hour * 3_600));
  }

  /** Three weeks of ten people, five days a week. */
  private static Traffic history() {
    Traffic traffic = new Traffic(5);
    for (int week = 0; week < 3; week++) {
      traffic.office(at(week * 7, 0), week == 2 ? 4 : 5, 10, 25);
    }
    return traffic;
  }

  private static List<Alert> alerts(Traffic traffic) {
    return alerts(traffic, RulesFile.defaults());
  }

  private static List<Alert> alerts(Traffic traffic, Rules rules) {
    Detection detection = new Detection(rules);
    List<Alert> alerts = new ArrayList<>();
    long position = 0;
    for (Batch batch : traffic.batches(50)) {
      detection.accept(batch, "shop", position++, Long.MAX_VALUE, alerts::add);
    }
    return alerts;
  }

  /** A form that only a later version knows is another one, and none of those known here. */
  @Property(tries = 20)
  void formOfTomorrowIsAnotherForm(@ForAll int number) {
    int form = Form.forNumber(number) == null ? number : 23;
    Detection detection = new Detection(RulesFile.defaults());
    List<Alert> alerts = new ArrayList<>();
    Traffic traffic =
        new Traffic(6).walk(at(0, 10), at(0, 11), "E1003", "staff", Form.FORM_EXPORTED, 1_000, 20);
    for (Batch batch : traffic.batches(50)) {
      Batch.Builder later = batch.toBuilder();
      later.getOperationsBuilderList().forEach(each -> each.setFormValue(form));
      detection.accept(later.build(), "shop", alerts.size(), Long.MAX_VALUE, alerts::add);
    }
    assertThat(alerts).isNotEmpty();
    for (Alert alert : alerts) {
      for (Signal signal : alert.getSignalsList()) {
        assertThat(signal.getFormsMap().keySet())
            .isNotEmpty()
            .allSatisfy(known -> assertThat(Form.forNumber(known)).isNull());
      }
      assertThat(new Sentences(Locale.ENGLISH, ZoneOffset.UTC).sentence(alert)).isNotEmpty();
    }
  }

  /** An export of orders with their customers reads as many of either, and says so. */
  @Test
  void subjectsAreToldKindByKind() {
    Detection detection = new Detection(RulesFile.defaults());
    List<Alert> alerts = new ArrayList<>();
    Traffic traffic =
        new Traffic(6).walk(at(0, 10), at(0, 10.1), "E1003", "staff", Form.FORM_EXPORTED, 400, 20);
    long position = 0;
    for (Batch batch : traffic.batches(50)) {
      Batch.Builder mixed = batch.toBuilder();
      mixed.addExposures(mixed.getExposures(0).toBuilder().setSubjectKind("customer"));
      for (Access.Builder access : mixed.getAccessesBuilderList()) {
        for (int i = 0; i < access.getSubjectsCount(); i += 2) {
          access.getSubjectsBuilder(i).setExposure(2);
        }
      }
      detection.accept(mixed.build(), "shop", position++, Long.MAX_VALUE, alerts::add);
    }
    detection.tick(detection.newest() + 400_000, position, alerts::add);
    Alert last = alerts.getLast();
    Signal day = signal(last, "bulk", 86_400);
    assertThat(day.getObserved()).isEqualTo(400);
    assertThat(day.getKindsMap()).isEqualTo(Map.of("order", 200L, "customer", 200L));
    assertThat(new Sentences(Locale.ENGLISH, ZoneOffset.UTC).sentence(last, day))
        .startsWith("Data of 200 customers and 200 orders (400 exported");
  }

  /**
   * An export of orders, each with the customer whom it names: it reads as many as it has orders.
   * What left of the customers alone left of the orders.
   */
  @Test
  void anOrderAndTheCustomerWhomItNamesCountOnce() {
    Detection detection = new Detection(RulesFile.defaults());
    List<Alert> alerts = new ArrayList<>();
    Traffic traffic =
        new Traffic(6).walk(at(0, 10), at(0, 10.1), "E1003", "staff", Form.FORM_EXPORTED, 800, 20);
    long position = 0;
    for (Batch batch : traffic.batches(50)) {
      Batch.Builder linked = batch.toBuilder().addWords("customer");
      linked
          .addExposures(linked.getExposures(0).toBuilder().setSubjectKind("customer"))
          .getExposuresBuilder(0)
          .clearDisclosures();
      for (Access.Builder access : linked.getAccessesBuilderList()) {
        for (int i = 0; i < access.getSubjectsCount(); i += 2) {
          access.getSubjectsBuilder(i).setExposure(2);
          Link.Builder link = Link.newBuilder().setKind(1).setId(access.getSubjects(i).getId());
          access.getSubjectsBuilder(i + 1).addLinks(link);
        }
      }
      detection.accept(linked.build(), "shop", position++, Long.MAX_VALUE, alerts::add);
    }
    detection.tick(detection.newest() + 400_000, position, alerts::add);
    Signal day = signal(alerts.getLast(), "bulk", 86_400);
    assertThat(day.getKindsMap()).isEqualTo(Map.of("order", 400L));
    assertThat(day.getObserved()).isEqualTo(400);
    assertThat(day.getPlain()).isEqualTo(400);
  }

  private static Map<String, Alert> newest(List<Alert> alerts) {
    Map<String, Alert> newest = new LinkedHashMap<>();
    alerts.forEach(alert -> newest.put(alert.getId(), alert));
    return newest;
  }

  @Test
  void ordinaryWeeksAlertOnNobody() {
    assertThat(alerts(history().office(FRIDAY, 1, 10, 25))).isEmpty();
  }

  @Test
  void anExportIsAlertedWhileItRunsAndGrows() {
    List<Alert> alerts =
        alerts(
            history()
                .office(FRIDAY, 1, 10, 25)
                .walk(at(18, 14), at(18, 14.5), "E1003", "staff", Form.FORM_EXPORTED, 2_000, 20));
    assertThat(newest(alerts)).hasSize(1);
    Alert first = alerts.get(0);
    Alert last = alerts.get(alerts.size() - 1);
    assertThat(first.getActor()).isEqualTo("E1003");
    assertThat(first.getRevision()).isEqualTo(1);
    // Raised before a tenth of it was through, and never ahead of what it speaks of.
    assertThat(first.getRaised().getSeconds()).isLessThan(at(18, 14.05).getEpochSecond());
    assertThat(alerts)
        .allSatisfy(
            a ->
                assertThat(a.getRaised().getSeconds())
                    .isGreaterThanOrEqualTo(a.getTo().getSeconds()));
    assertThat(alerts).extracting(Alert::getRevision).isSorted().doesNotHaveDuplicates();
    assertThat(alerts).hasSizeLessThan(40);
    assertThat(last.getSeverity()).isEqualTo(Severity.URGENT);
    Signal day = signal(last, "bulk", 86_400);
    assertThat(day.getObserved()).isBetween(1_800.0, 2_100.0);
    assertThat(day.getOwnNormal()).isBetween(20.0, 32.0);
    assertThat(day.getGroupNormal()).isBetween(18.0, 34.0);
    assertThat(day.getExamplesCount()).isEqualTo(10);
    assertThat(day.getOperationsList()).containsExactly("GET /orders/export", "GET /orders");
    assertThat(day.getFormsMap()).containsKey(Form.FORM_EXPORTED_VALUE);
  }

  /**
   * A threshold has to stand on something from the first day on; nobody is told that as a habit.
   */
  @Test
  void whereNothingIsKnownYetNothingIsSaidToBeUsual() {
    Traffic first =
        new Traffic(6).walk(at(0, 10), at(0, 11), "E1003", "staff", Form.FORM_EXPORTED, 1_000, 20);
    List<Alert> alerts = alerts(first);
    assertThat(alerts).isNotEmpty();
    assertThat(alerts)
        .allSatisfy(
            alert ->
                assertThat(alert.getSignalsList())
                    .allMatch(signal -> !signal.hasGroupNormal() && signal.getLimit() > 0));
  }

  /** A courier's walk through parcels; what an alert says of it in the end is what was read. */
  @Property(tries = 40)
  void whenTheActorStopsTheAlertTellsAllThatWasRead(
      @ForAll @IntRange(min = 400, max = 1_400) int parcels,
      @ForAll @IntRange(min = 1, max = 25) int page,
      @ForAll @IntRange(min = 10, max = 9_000) int seconds,
      @ForAll @IntRange(min = 1, max = 30) int accesses) {
    Traffic traffic =
        history()
            .walk(
                at(18, 14),
                at(18, 14).plusSeconds(seconds),
                "C7",
                "courier",
                Form.FORM_OPENED,
                parcels,
                page);
    Detection detection = new Detection(RulesFile.defaults());
    List<Alert> alerts = new ArrayList<>();
    long position = 0;
    for (Batch batch : traffic.batches(accesses)) {
      detection.accept(batch, "shop", position++, Long.MAX_VALUE, alerts::add);
    }
    long end = detection.newest();
    detection.tick(end + 400_000, position, alerts::add);
    Alert last = alerts.get(alerts.size() - 1);
    assertThat(newest(alerts)).hasSize(1);
    // Who paused often has used up the revisions that come at once.
    assertThat(Timestamps.toMillis(last.getRaised()))
        .isLessThanOrEqualTo(
            end + (last.getRevision() <= EpisodeStage.FREE_REVISIONS ? 15_000 : 315_000));
    assertThat(Timestamps.toMillis(last.getTo())).isEqualTo(end);
    assertThat(signal(last, "bulk", 86_400).getObserved()).isEqualTo(parcels);
    if (seconds < 300) {
      assertThat(last.getSignalsList())
          .hasSize(3)
          .allSatisfy(signal -> assertThat(signal.getObserved()).isEqualTo(parcels))
          .allSatisfy(
              signal -> assertThat(signal.getFormsMap().values()).containsExactly((long) parcels));
    }
    assertThat(alerts).hasSizeLessThan(24 + seconds / 300 + 20);
    // Nothing is left to tell.
    detection.tick(end + 86_400_000, position, alerts::add);
    assertThat(alerts).endsWith(last);
  }

  /** A restart goes by the order of the sources: what seems to come before the last is dropped. */
  @Property(tries = 3)
  void noAlertHasItsSourceOrTimeBeforeThatOfTheLastOne(
      @ForAll @IntRange(min = 1, max = 5) int apart, @ForAll @IntRange(min = 1, max = 3) int page) {
    Traffic traffic = new Traffic(3);
    for (int i = 0; i < 2; i++) {
      // Never quiet, for longer than an episode may be, and in the end faster than before.
      Instant from = at(17, 8).plusSeconds((long) apart * i);
      Instant later = from.plusSeconds(24 * 3_600);
      traffic.walk(from, later, "C" + i, "courier", Form.FORM_OPENED, 24 * 400, 1);
      traffic.walk(
          later,
          later.plusSeconds(3_600),
          "C" + i,
          "courier",
          Form.FORM_OPENED,
          400 * (1 + page),
          1 + page);
    }
    List<Alert> alerts = new ArrayList<>();
    Detection detection = new Detection(RulesFile.defaults());
    long position = 0;
    for (Batch batch : traffic.batches(1)) {
      detection.accept(batch, "shop", position++, Long.MAX_VALUE, alerts::add);
    }
    assertThat(newest(alerts)).hasSize(4);
    assertThat(alerts).extracting(Alert::getSourcePosition).isSorted();
    assertThat(alerts).extracting(alert -> Timestamps.toMillis(alert.getRaised())).isSorted();
  }

  @Test
  void whileTheActorReadsOnTheCountIsNeverOlderThanSeconds() {
    Detection detection = new Detection(RulesFile.defaults());
    for (Batch batch : history().batches(50)) {
      detection.accept(batch, "shop", 0, Long.MAX_VALUE, alert -> {});
    }
    Alert[] shown = {null};
    Alarm watch =
        new Alarm() {
          @Override
          public void raise(Alert alert) {
            shown[0] = alert;
          }

          @Override
          public void stand(Alert alert) {
            assertThat(alert.getRevision()).isEqualTo(shown[0].getRevision());
            shown[0] = alert;
          }
        };
    int read = 0;
    for (Batch batch :
        new Traffic(3)
            .walk(at(18, 10), at(18, 11), "C7", "courier", Form.FORM_OPENED, 3_600, 1)
            .batches(1)) {
      detection.accept(batch, "shop", 1, Long.MAX_VALUE, watch);
      read++;
      if (read > 400 && read < 1_500) {
        // One read a second.
        assertThat(signal(shown[0], "bulk", 86_400).getObserved())
            .isBetween(read - 6.0, 0.0 + read);
      }
    }
  }

  @Test
  void whoReadsSlowlyAllDayMakesFewRevisions() {
    Traffic traffic =
        new Traffic(3).walk(at(18, 8), at(18, 18), "C7", "courier", Form.FORM_OPENED, 1_400, 1);
    List<Alert> alerts = alerts(traffic);
    assertThat(newest(alerts)).hasSize(1);
    assertThat(alerts).hasSizeBetween(100, 24 + 120 + 20);
    assertThat(signal(alerts.get(alerts.size() - 1), "bulk", 86_400).getObserved())
        .isGreaterThan(1_385);
  }

  @Test
  void aNightIsAlertedAndASmallOneIsNot() {
    Traffic night = history().walk(at(18, 1), at(18, 3), "E1004", "staff", Form.FORM_OPENED, 15, 1);
    assertThat(newest(alerts(night)).values())
        .singleElement()
        .satisfies(
            alert -> {
              Signal signal = alert.getSignals(0);
              assertThat(signal.getRule()).isEqualTo("off-hours");
              assertThat(signal.getObserved()).isBetween(6.0, 15.0);
              assertThat(signal.getFactsMap()).containsEntry("calendar", "office");
            });
    assertThat(
            alerts(history().walk(at(18, 1), at(18, 3), "E1004", "staff", Form.FORM_OPENED, 4, 1)))
        .isEmpty();
  }

  @Test
  void whoAlwaysWorksAtNightIsNotAlerted() {
    Traffic traffic = history();
    for (int day = 0; day < DAYS; day++) {
      traffic.walk(at(day, 1), at(day, 3), "E2000", "staff", Form.FORM_OPENED, 15, 1);
    }
    List<Alert> alerts = alerts(traffic);
    assertThat(alerts)
        .allSatisfy(
            alert ->
                assertThat(alert.getRaised().getSeconds()).isLessThan(at(10, 0).getEpochSecond()));
  }

  @Test
  void machinesAreNotAlertedAndTheUnknownNotForTheHour() {
    Traffic night =
        history()
            .walk(at(18, 1), at(18, 2), "nightly", Roles.SYSTEM, Form.FORM_JOB, 5_000, 20)
            .walk(at(18, 1), at(18, 4), "", Roles.UNKNOWN, Form.FORM_OPENED, 25, 1);
    assertThat(alerts(night)).isEmpty();
  }

  @Test
  void theUnknownOfTwoServicesAreNotOneAndNeitherIsAnIdInTwoRoles() {
    Traffic traffic =
        history()
            .walk(at(18, 14), at(18, 15), "", Roles.UNKNOWN, Form.FORM_OPENED, 400, 5)
            .walk(at(18, 14), at(18, 15), "1001", "courier", Form.FORM_OPENED, 400, 5)
            .walk(at(18, 14), at(18, 15), "1001", "seller", Form.FORM_OPENED, 400, 5);
    Detection detection = new Detection(RulesFile.defaults());
    List<Alert> alerts = new ArrayList<>();
    for (Batch batch : traffic.batches(50)) {
      for (String service : List.of("shop", "crm")) {
        detection.accept(batch, service, 0, Long.MAX_VALUE, alerts::add);
      }
    }
    assertThat(newest(alerts).values())
        .extracting(alert -> alert.getRole() + " " + alert.getActor() + alert.getService())
        .containsExactlyInAnyOrder("unknown shop", "unknown crm", "courier 1001", "seller 1001");
    assertThat(newest(alerts).values())
        .filteredOn(alert -> alert.getRole().equals(Roles.UNKNOWN))
        .allSatisfy(
            alert ->
                assertThat(alert.getSignalsList())
                    .allSatisfy(
                        signal ->
                            assertThat(signal.getServicesList())
                                .containsExactly(alert.getService())));
  }

  @Test
  void aSaleThatMultipliesEveryonesWorkAlertsOnNobody() {
    assertThat(alerts(history().office(FRIDAY, 1, 10, 250))).isEmpty();
  }

  @Test
  void whoReadsTenTimesAsMuchOnAnOrdinaryDayIsAlerted() {
    Traffic traffic = history().office(FRIDAY, 1, 9, 25).workday(FRIDAY, "E1009", 250);
    assertThat(newest(alerts(traffic)).values())
        .extracting(Alert::getActor)
        .containsExactly("E1009");
  }

  @Test
  void onTheDayOfASaleAThiefStillStandsOut() {
    Traffic traffic =
        history()
            .office(FRIDAY, 1, 10, 100)
            .walk(at(18, 9), at(18, 18), "E1003", "staff", Form.FORM_OPENED, 2_500, 5);
    assertThat(newest(alerts(traffic)).values()).extracting(Alert::getActor).containsOnly("E1003");
  }

  /** Alerts on somebody who reads through a service on a Friday, after weeks of the shop. */
  private static List<Alert> through(String service, Form form, int subjects) {
    return through(RulesFile.defaults(), service, form, subjects);
  }

  private static List<Alert> through(Rules rules, String service, Form form, int subjects) {
    Detection detection = new Detection(rules);
    List<Alert> alerts = new ArrayList<>();
    long position = 0;
    for (Batch batch : history().batches(50)) {
      detection.accept(batch, "shop", position++, Long.MAX_VALUE, alerts::add);
    }
    assertThat(alerts).isEmpty();
    Traffic walk = new Traffic(8).walk(at(18, 13), at(18, 15), "E1003", "staff", form, subjects, 1);
    for (Batch batch : walk.batches(10)) {
      detection.accept(batch, service, position++, Long.MAX_VALUE, alerts::add);
    }
    return alerts;
  }

  @Test
  void aServiceIsLearntBeforeItIsJudgedButWhatIsGrossSpeaks() {
    assertThat(through("shop", Form.FORM_OPENED, 300)).isNotEmpty();
    assertThat(through("crm", Form.FORM_OPENED, 300)).isEmpty();
    assertThat(through("crm", Form.FORM_EXPORTED, 300)).isNotEmpty();
    List<Alert> gross = through("crm", Form.FORM_OPENED, 5_000);
    assertThat(gross).isNotEmpty();
    Signal day = signal(gross.getLast(), "bulk", 86_400);
    assertThat(day.getLimit()).isBetween(300.0, 350.0);
    assertThat(new Sentences(Locale.ENGLISH, ZoneOffset.UTC).sentence(gross.getLast(), day))
        .contains("some of it through what has been recorded for less than 14 days");
  }

  @Test
  void whereNothingIsLearntANewServiceIsJudgedAtOnce(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("rules.yaml");
    Files.writeString(file, "rules: {bulk: {learn: 0d}}\n");
    assertThat(through(RulesFile.read(file), "crm", Form.FORM_OPENED, 300)).isNotEmpty();
  }

  @Test
  void longNamesFitIntoAnAlert() {
    Detection detection = new Detection(RulesFile.defaults());
    List<Alert> alerts = new ArrayList<>();
    Traffic traffic =
        new Traffic(5).walk(at(0, 10), at(0, 11), "E1003", "staff", Form.FORM_OPENED, 500, 5);
    String longest = "\u5355".repeat(1_020);
    int n = 0;
    for (Batch batch : traffic.batches(10)) {
      Batch.Builder named = batch.toBuilder();
      String own = longest + n % 5;
      named.getOperationsBuilderList().forEach(operation -> operation.setName(own));
      named.getCallersBuilderList().forEach(caller -> caller.setAddress(own));
      detection.accept(named.build(), "shop", n++, Long.MAX_VALUE, alerts::add);
    }
    assertThat(alerts)
        .isNotEmpty()
        .allSatisfy(alert -> assertThat(alert.getSerializedSize()).isLessThan(60_000));
  }

  private static Signal signal(Alert alert, String rule, int window) {
    return alert.getSignalsList().stream()
        .filter(s -> s.getRule().equals(rule) && s.getWindowSeconds() == window)
        .findFirst()
        .orElseThrow();
  }
}

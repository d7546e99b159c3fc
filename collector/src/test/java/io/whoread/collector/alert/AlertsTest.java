package io.whoread.collector.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.index.ActorId;
import io.whoread.collector.life.Deeds;
import io.whoread.collector.life.Standing;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.AlertStep;
import io.whoread.collector.log.v1.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class AlertsTest {
  private static final long START = 1_770_000_000_000L;

  private static Entry entry(int number, int revision) {
    return Entry.newBuilder()
        .setReceivedMs(START + number)
        .setAlert(
            Alert.newBuilder()
                .setId("%016x".formatted(number))
                .setRevision(revision)
                .setActor("E" + number % 3)
                .setRole(number % 2 == 0 ? "staff" : "courier")
                .setSeverity(number % 5 == 0 ? Severity.URGENT : Severity.WATCH)
                .setFrom(Timestamps.fromMillis(START + number * 1_000L))
                .setTo(Timestamps.fromMillis(START + number * 1_000L + 500))
                .addSignals(Signal.newBuilder().setRule(number % 4 == 0 ? "cold" : "bulk")))
        .build();
  }

  /** Each number is an alert; coming again it has grown. */
  @Property(tries = 200)
  void pagesHoldEveryAlertOnceInItsNewestRevisionNewestFirst(
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 30) Integer> numbers,
      @ForAll @IntRange(min = 1, max = 7) int page,
      @ForAll @IntRange(min = 1, max = 40) int capacity)
      throws IOException {
    Alerts alerts = new Alerts(capacity);
    List<String> expected = new ArrayList<>();
    Map<String, Integer> revisions = new HashMap<>();
    for (int at = 0; at < numbers.size(); at++) {
      String id = "%016x".formatted(numbers.get(at));
      int revision = expected.contains(id) ? revisions.get(id) + 1 : 1;
      revisions.put(id, revision);
      alerts.apply(at, entry(numbers.get(at), revision));
      expected.remove(id);
      expected.add(0, id);
      if (expected.size() > capacity) {
        expected.remove(expected.size() - 1);
      }
    }
    List<String> found = new ArrayList<>();
    Long before = null;
    for (List<AlertRow> rows; !(rows = alerts.list(AlertFilter.ANY, before, page)).isEmpty(); ) {
      assertThat(rows).hasSizeLessThanOrEqualTo(page);
      for (AlertRow row : rows) {
        found.add(row.alert().getId());
        assertThat(row.alert().getRevision()).isEqualTo(revisions.get(row.alert().getId()));
        assertThat(alerts.get(row.alert().getId())).contains(row);
      }
      before = rows.get(rows.size() - 1).position();
    }
    assertThat(found).isEqualTo(expected);
    assertThat(alerts.count(AlertFilter.ANY)).isEqualTo(expected.size());
    assertThat(alerts.position()).isEqualTo(numbers.size());
  }

  @Example
  void whatWasKeptIsThereAtTheNextStart() throws Exception {
    Path temp = Files.createTempDirectory("alerts");
    Path state = temp.resolve("state/alerts");
    try (LocalLog log = LocalLog.open(temp.resolve("log"))) {
      for (int n = 0; n < 50; n++) {
        log.append(entry(n % 30, 1 + n / 30)).join();
      }
      Alerts alerts = Alerts.open(state, log);
      assertThat(alerts.position()).isZero();
      try (Log.Cursor cursor = log.read(0)) {
        while (cursor.next()) {
          alerts.apply(cursor.position(), cursor.entry());
        }
      }
      alerts.close();
      Alerts again = Alerts.open(state, log);
      assertThat(again.position()).isEqualTo(50);
      assertThat(again.list(AlertFilter.ANY, null, 1_000))
          .hasSize(30)
          .isEqualTo(alerts.list(AlertFilter.ANY, null, 1_000));
      again.apply(50, entry(3, 3));
      assertThat(again.count(AlertFilter.ANY)).isEqualTo(30);
      again.close();
      // It belongs to a longer log than this one, or is damaged: made again from the log.
      assertThat(Alerts.open(state, log).position()).isZero();
      Files.write(state, Arrays.copyOf(Files.readAllBytes(state), 100));
      assertThat(Alerts.open(state, log).position()).isZero();
    } finally {
      try (Stream<Path> files = Files.walk(temp)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Example
  void filtersNarrow() throws IOException {
    Alerts alerts = new Alerts();
    for (int n = 0; n < 60; n++) {
      alerts.apply(n, entry(n, 1));
    }
    assertThat(alerts.count(AlertFilter.ANY.ofActor("E1"))).isEqualTo(20);
    assertThat(alerts.count(new AlertFilter(null, null, null, "courier", null, null)))
        .isEqualTo(30);
    assertThat(alerts.count(new AlertFilter(null, null, null, null, "cold", null))).isEqualTo(15);
    assertThat(alerts.count(new AlertFilter(null, null, null, null, null, Severity.REVIEW)))
        .isEqualTo(12);
    Instant from = Instant.ofEpochMilli(START + 10_000);
    Instant to = Instant.ofEpochMilli(START + 20_000);
    assertThat(alerts.list(new AlertFilter(from, to, null, null, null, null), null, 100))
        .extracting(row -> row.alert().getId())
        .hasSize(10)
        .contains("%016x".formatted(10), "%016x".formatted(19));
    assertThat(alerts.get("0000")).isEmpty();
    assertThatThrownBy(() -> alerts.list(AlertFilter.ANY, null, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Example
  void listenersAreWokenOnceForWhatCameTogether() throws IOException {
    Alerts alerts = new Alerts();
    AtomicInteger woken = new AtomicInteger();
    Alerts.Subscription subscription = alerts.listen(woken::incrementAndGet);
    alerts.idle();
    assertThat(woken).hasValue(0);
    alerts.apply(0, entry(1, 1));
    alerts.apply(1, entry(2, 1));
    alerts.idle();
    alerts.idle();
    assertThat(woken).hasValue(1);
    subscription.close();
    alerts.apply(2, entry(3, 1));
    alerts.idle();
    assertThat(woken).hasValue(1);
  }

  @Example
  void anAlertIsShownAsItStandsUntilItsNextRevision() throws IOException {
    Alerts alerts = new Alerts();
    AtomicInteger calls = new AtomicInteger();
    alerts.listen(calls::incrementAndGet);
    alerts.apply(0, entry(1, 1));
    alerts.idle();
    Alert first = entry(1, 1).getAlert();
    Alert grown = first.toBuilder().setRisk(3).build();
    alerts.stand(grown);
    alerts.idle();
    assertThat(calls).hasValue(2);
    assertThat(alerts.get(first.getId()).orElseThrow())
        .extracting(AlertRow::alert, AlertRow::position, AlertRow::received)
        .containsExactly(grown, 0L, Instant.ofEpochMilli(START + 1));
    assertThat(alerts.list(AlertFilter.ANY, null, 10))
        .extracting(AlertRow::alert)
        .containsExactly(grown);
    // Of a revision that is not the newest one, and of an alert that is not known.
    alerts.apply(1, entry(1, 2));
    alerts.stand(grown);
    alerts.stand(entry(2, 1).getAlert());
    assertThat(alerts.list(AlertFilter.ANY, null, 10))
        .extracting(AlertRow::alert)
        .containsExactly(entry(1, 2).getAlert());
  }

  @Provide
  Arbitrary<List<Deeds.Deed>> deeds() {
    return Deeds.some();
  }

  /** What people did, how alerts stand by it, and what is in order: by the log alone. */
  @Property(tries = 25)
  void fromASnapshotAlertsStandAsFromTheLog(
      @ForAll("deeds") List<Deeds.Deed> deeds, @ForAll @IntRange(max = 82) int cut)
      throws Exception {
    List<Entry> entries = Deeds.entries(deeds);
    Path temp = Files.createTempDirectory("alerts");
    try (LocalLog log = LocalLog.open(temp.resolve("log"))) {
      for (Entry entry : entries) {
        log.append(entry).join();
      }
      Path state = temp.resolve("alerts");
      Alerts early = Alerts.open(state, log);
      feed(early, log, Math.min(cut, entries.size()));
      early.close();
      Alerts again = Alerts.open(state, log);
      assertThat(again.position()).isEqualTo(Math.min(cut, entries.size()));
      feed(again, log, entries.size());
      Alerts whole = Alerts.open(temp.resolve("none"), log);
      feed(whole, log, entries.size());
      AlertFilter all = AlertFilter.ANY.standing(List.of(Standing.values()));
      assertThat(again.list(all, null, 10)).hasSize(3).isEqualTo(whole.list(all, null, 10));
      assertThat(again.exceptions()).isEqualTo(whole.exceptions());
      for (int alert = 0; alert < 3; alert++) {
        assertThat(again.steps(Deeds.id(alert))).isEqualTo(whole.steps(Deeds.id(alert)));
        assertThat(again.parts(Deeds.id(alert))).isEqualTo(whole.parts(Deeds.id(alert)));
      }
      for (String user : List.of("chen", "li", "wang")) {
        assertThat(again.asked(user)).isEqualTo(whole.asked(user));
        assertThat(again.list(all.of(user), null, 10))
            .isEqualTo(whole.list(all.of(user), null, 10));
      }
    } finally {
      try (Stream<Path> files = Files.walk(temp)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void feed(Alerts alerts, Log log, int until) throws IOException {
    try (Log.Cursor cursor = log.read(alerts.position())) {
      while (alerts.position() < until && cursor.next()) {
        alerts.apply(cursor.position(), cursor.entry());
      }
    }
  }

  private static AlertStep step(String alert, AlertStep.Kind kind, String user) {
    return AlertStep.newBuilder()
        .setAlert(alert)
        .setRevision(1)
        .setUser(user)
        .setAssignee(user)
        .setKind(kind)
        .build();
  }

  @Example
  void alertsAreFoundByHowTheyStandAndWhoseTheyAre() throws IOException {
    Alerts alerts = new Alerts();
    for (int n = 0; n < 4; n++) {
      alerts.apply(n, Entry.newBuilder().setAlert(Deeds.alert(n, 1, 100)).build());
    }
    alerts.apply(4, entry(step(Deeds.id(1), AlertStep.Kind.CLAIMED, "li")));
    alerts.apply(5, entry(step(Deeds.id(2), AlertStep.Kind.EXPLAINED, "chen")));
    alerts.apply(
        6,
        entry(
            step(Deeds.id(0), AlertStep.Kind.MERGED, "chen").toBuilder()
                .setInto(Deeds.id(1))
                .build()));
    assertThat(ids(alerts, AlertFilter.ANY)).containsExactly(3, 2, 1);
    assertThat(ids(alerts, AlertFilter.ANY.standing(List.of(Standing.OPEN)))).containsExactly(3);
    assertThat(ids(alerts, AlertFilter.ANY.standing(List.of(Standing.MERGED)))).containsExactly(0);
    assertThat(ids(alerts, AlertFilter.ANY.of("li"))).containsExactly(1);
    assertThat(ids(alerts, AlertFilter.ANY.notOn(new ActorId("staff", "E1"))))
        .containsExactly(3, 2);
    assertThat(alerts.parts(Deeds.id(1)))
        .extracting(row -> row.alert().getId())
        .containsExactly(Deeds.id(0));
    // Passed over: who did not ask is not asked, and what is explained is not released.
    alerts.apply(7, entry(step(Deeds.id(2), AlertStep.Kind.RELEASED, "li")));
    assertThat(alerts.counted(Deeds.id(2), 5)).isTrue();
    assertThat(alerts.counted(Deeds.id(2), 7)).isFalse();
    assertThat(alerts.steps(Deeds.id(2))).hasSize(1);
  }

  private static Entry entry(AlertStep step) {
    return Entry.newBuilder().setReceivedMs(START).setAlertStep(step).build();
  }

  private static List<Integer> ids(Alerts alerts, AlertFilter filter) {
    return alerts.list(filter, null, 10).stream()
        .map(row -> Integer.parseInt(row.alert().getId(), 16))
        .toList();
  }

  /** Of an alert that people talk about for ever the newest words are kept. */
  @Example
  void stepsAreBounded() throws IOException {
    Alerts alerts = new Alerts();
    alerts.apply(0, entry(1, 1));
    String id = "%016x".formatted(1);
    for (int n = 1; n <= Steps.MOST_OF_ONE + 7; n++) {
      alerts.apply(n, entry(step(id, AlertStep.Kind.COMMENTED, "li")));
    }
    assertThat(alerts.steps(id)).hasSize(Steps.MOST_OF_ONE).first().matches(s -> s.position() == 8);
    assertThat(alerts.earlierSteps(id)).isEqualTo(7);
    Steps few = new Steps(10);
    for (int n = 0; n < 24; n++) {
      few.add(
          new Step(
              n, Instant.ofEpochMilli(START), step("a" + n % 3, AlertStep.Kind.COMMENTED, "li")));
    }
    assertThat(
            few.of("a0").steps().size() + few.of("a1").steps().size() + few.of("a2").steps().size())
        .isBetween(1, 10);
    assertThat(few.of("a2").steps()).last().matches(s -> s.position() == 23);
    assertThat(few.of("a0").earlier() + few.of("a0").steps().size()).isEqualTo(8);
  }
}

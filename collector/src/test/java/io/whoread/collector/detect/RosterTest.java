package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Severity;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.log.v1.PeopleChange;
import io.whoread.collector.people.Register;
import io.whoread.collector.people.RegisterReader;
import io.whoread.collector.people.Sync;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Form;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the register of people changes in what is alerted on. */
class RosterTest {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  /** Monday 2 March 2026, 00:00 in Shanghai. */
  private static final Instant MONDAY = Instant.parse("2026-03-01T16:00:00Z");

  @TempDir private Path dir;

  private static Instant at(int day, double hour) {
    return MONDAY.plusSeconds(day * 86_400L + (long) (hour * 3_600));
  }

  private static List<PeopleChange> people(Register before, Rules rules, String csv) {
    RegisterReader.Sheet sheet =
        RegisterReader.read(csv.getBytes(StandardCharsets.UTF_8), false, rules.terms());
    return Sync.of(before, "hr", sheet.people()).changes();
  }

  private static Roster roster(Rules rules, String csv) {
    Roster roster = new Roster(rules);
    people(Register.EMPTY, rules, csv).forEach(roster::change);
    return roster;
  }

  private Rules rules(String yaml) throws IOException {
    return RulesFile.read(Files.writeString(dir.resolve("rules.yaml"), yaml));
  }

  @Test
  void theRegisterGoesBeforeTheRulesAndTheRulesHoldWhereItSaysNothing() throws IOException {
    Rules rules =
        rules(
            """
            teams:
              returns: {members: [E1, E2, E3]}
              night-desk: {calendar: nights}
            """);
    Roster roster =
        roster(
            rules,
            """
            role,id,team,calendar
            staff,E1,night-desk,
            staff,E2,,daytime
            """);
    assertThat(roster.post("staff", "E1").group()).isEqualTo("night-desk");
    assertThat(roster.post("staff", "E1").calendar().name()).isEqualTo("nights");
    assertThat(roster.post("staff", "E2").group()).isEqualTo("returns");
    assertThat(roster.post("staff", "E2").calendar().name()).isEqualTo("daytime");
    assertThat(roster.post("staff", "E3").group()).isEqualTo("returns");
    assertThat(roster.post("staff", "E4").group()).isEqualTo("staff");
    assertThat(roster.post("courier", "E1").calendar().name()).isEqualTo("daytime");
  }

  @ParameterizedTest
  @CsvSource({
    // On call by the register, and by the rules.
    "E1, 2026-03-07T21:59:00, false",
    "E1, 2026-03-07T22:00:00, true",
    "E1, 2026-03-08T05:59:00, true",
    "E1, 2026-03-08T06:00:00, false",
    "E2, 2026-03-07T23:00:00, true",
    // In place of E9, who works by night, and is on call on Sunday afternoon; in place of a third
    // E9 does not count.
    "E3, 2026-03-05T02:00:00, true",
    "E3, 2026-03-05T10:00:00, true",
    "E3, 2026-03-08T15:00:00, true",
    "E3, 2026-03-08T10:00:00, false",
    "E3, 2026-03-10T02:00:00, false",
    "E4, 2026-03-05T02:00:00, false"
  })
  void hoursOnDutyAreHoursOfWork(String who, LocalDateTime at, boolean working) throws IOException {
    Rules rules =
        rules(
            """
            calendars:
              desk: {days: mon-fri, hours: "09:00-18:00"}
            roles:
              staff: {calendar: desk}
            duties:
              - {who: E2, role: staff, from: 2026-03-07T22:00, to: 2026-03-08T06:00}
              - {who: E9, from: 2026-03-08T14:00, to: 2026-03-08T18:00}
            """);
    Roster roster =
        roster(
            rules,
            """
            role,id,calendar,from,to,for
            staff,E1,,2026-03-07T22:00,2026-03-08T06:00,
            staff,E3,,2026-03-04T00:00,2026-03-09T00:00,E9
            staff,E9,nights,,,
            staff,E4,,2026-03-04T00:00,2026-03-09T00:00,E3
            """);
    assertThat(roster.post("staff", who).working(at.atZone(ZONE).toInstant().toEpochMilli()))
        .isEqualTo(working);
  }

  @Test
  void aDutyOfTheRulesThatIsNoneIsToldWithItsLine() {
    for (String[] each :
        new String[][] {
          {"{who: E1, from: tonight, to: 2026-03-08T06:00}", "rules.yaml:2: expected a time such"},
          {
            "{who: E1, from: 2026-03-08T06:00, to: 2026-03-07T22:00}",
            "rules.yaml:2: expected a time after"
          },
          {"{who: E1, from: 2026-03-07T22:00}", "rules.yaml:2: \"to\" is missing here"},
          {
            "{who: E1, from: 2026-03-07T22:00, to: 2026-03-08T06:00, for: E1}",
            "rules.yaml:2: expected another person"
          }
        }) {
      assertThatThrownBy(() -> rules("duties:\n  - " + each[0] + "\n"))
          .hasMessageContaining(each[1]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "E1, 2026-03-05T23:59:59+08:00, false",
    "E1, 2026-03-06T00:00:00+08:00, true",
    // The night shift of the last day ends on the next one.
    "E2, 2026-03-06T05:00:00+08:00, false",
    "E2, 2026-03-06T08:00:00+08:00, true",
    "E2, 2026-03-06T21:00:00+08:00, true",
    "E3, 2026-03-01T23:00:00+08:00, true",
    "E3, 2026-03-02T00:00:00+08:00, false"
  })
  void daysOfWorkBeginAndEndAtMidnightOfTheRulesZone(String who, OffsetDateTime at, boolean away) {
    Roster roster =
        roster(
            RulesFile.defaults(),
            """
            role,id,calendar,joined,left
            staff,E1,,,2026-03-05
            staff,E2,nights,,2026-03-05
            staff,E3,,2026-03-02,
            """);
    assertThat(roster.post("staff", who).away(at.toInstant().toEpochMilli())).isEqualTo(away);
  }

  /** The entries of a log: what the register says stands among the batches. */
  private static List<Entry> entries(List<Batch> batches, int before, List<PeopleChange> changes) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      if (i == before) {
        changes.forEach(change -> entries.add(Entry.newBuilder().setPeopleChange(change).build()));
      }
      entries.add(
          Entry.newBuilder().setService("shop").setBatch(batches.get(i).toByteString()).build());
    }
    return entries;
  }

  private static List<Alert> alerts(List<Batch> batches, int before, List<PeopleChange> changes) {
    Detection detection = new Detection(RulesFile.defaults());
    List<Alert> alerts = new ArrayList<>();
    long position = 0;
    for (int i = 0; i < batches.size(); i++) {
      if (i == before) {
        changes.forEach(detection.roster()::change);
      }
      detection.accept(batches.get(i), "shop", position++, Long.MAX_VALUE, alerts::add);
    }
    return alerts;
  }

  @Test
  void theFirstSubjectAfterTheLastDayInterruptsAndBeforeTheFirstIsLookedAtToday() {
    List<Batch> batches =
        new Traffic(3)
            .office(MONDAY, 5, 6, 25)
            .walk(at(3, 10), at(3, 11), "E9", "staff", Form.FORM_LISTED, 1, 1)
            .walk(at(3, 10), at(3, 11), "E8", "staff", Form.FORM_OPENED, 1, 1)
            .batches(10);
    List<PeopleChange> people =
        people(
            Register.EMPTY,
            RulesFile.defaults(),
            """
            role,id,team,joined,left
            staff,E9,desk,,2026-03-04
            staff,E8,desk,2026-03-09,
            staff,E1001,desk,2026-01-01,2026-12-31
            courier,E1002,desk,,2026-01-01
            """);
    List<Alert> alerts = alerts(batches, 0, people);
    assertThat(alerts).extracting(Alert::getActor).containsExactlyInAnyOrder("E9", "E8");
    Alert left = alerts.stream().filter(a -> a.getActor().equals("E9")).findFirst().orElseThrow();
    assertThat(left.getSeverity()).isEqualTo(Severity.URGENT);
    assertThat(left.getGroup()).isEqualTo("desk");
    Signal signal = left.getSignals(0);
    assertThat(signal.getRule()).isEqualTo("left");
    assertThat(signal.getObserved()).isEqualTo(1);
    assertThat(signal.getLimit()).isEqualTo(1);
    assertThat(signal.getFactsOrThrow("last-day")).isEqualTo("2026-03-04");
    assertThat(signal.getFactsOrThrow("days-away")).isEqualTo("1");
    Alert early = alerts.stream().filter(a -> a.getActor().equals("E8")).findFirst().orElseThrow();
    assertThat(early.getSeverity()).isEqualTo(Severity.REVIEW);
    assertThat(early.getSignals(0).getFactsOrThrow("first-day")).isEqualTo("2026-03-09");
    assertThat(early.getSignals(0).getFactsOrThrow("days-away")).isEqualTo("4");
  }

  /** By the time of the reads, not of their arrival; and what was judged stays judged. */
  @Test
  void lateRecordsOfTheLastDayRaiseNothing() {
    List<Batch> worked =
        new Traffic(3).walk(at(3, 10), at(3, 11), "E9", "staff", Form.FORM_OPENED, 3, 1).batches(1);
    List<PeopleChange> left =
        people(Register.EMPTY, RulesFile.defaults(), "role,id,left\nstaff,E9,2026-03-05\n");
    assertThat(alerts(worked, 0, left)).isEmpty();
    List<PeopleChange> earlier =
        people(Register.EMPTY, RulesFile.defaults(), "role,id,left\nstaff,E9,2026-03-04\n");
    assertThat(alerts(worked, 0, earlier)).isNotEmpty();
    assertThat(alerts(worked, worked.size(), earlier)).isEmpty();
  }

  /** Who changes from a quiet team to a busy one is held against the busy one. */
  @Test
  void whoChangesTeamIsComparedWithTheNewOneFromThenOn() {
    Traffic traffic = new Traffic(5).office(MONDAY, 12, 8, 120);
    for (int day = 0; day < 11; day++) {
      for (int person = 0; person < 8; person++) {
        traffic.workday(at(day, 0), "Q" + person, 4);
      }
    }
    traffic.workday(at(11, 0), "Q0", 110);
    // So that the shop is none that has only just come, nor its page one that nobody used.
    for (int person = 0; person < 3; person++) {
      traffic.workday(at(-5, 0), "E" + (1000 + person), 1);
    }
    List<Batch> batches = traffic.batches(20);
    int moves = 0;
    while (batches.get(moves).getStart().getSeconds() < at(11, 0).getEpochSecond()) {
      moves++;
    }
    StringBuilder quiet = new StringBuilder("role,id,team\n");
    StringBuilder moved = new StringBuilder("role,id,team\nstaff,Q0,busy\n");
    for (int person = 0; person < 8; person++) {
      quiet.append("staff,Q").append(person).append(",quiet\n");
      quiet.append("staff,E").append(1000 + person).append(",busy\n");
      moved.append(person == 0 ? "" : "staff,Q" + person + ",quiet\n");
      moved.append("staff,E").append(1000 + person).append(",busy\n");
    }
    Rules rules = RulesFile.defaults();
    List<PeopleChange> first = people(Register.EMPTY, rules, quiet.toString());
    Register register = Register.EMPTY;
    for (PeopleChange change : first) {
      register = register.with(change);
    }
    List<PeopleChange> then = people(register, rules, moved.toString());
    assertThat(limit(batches, first, batches.size(), then)).isLessThan(100);
    assertThat(limit(batches, first, moves, then))
        .isGreaterThan(1.3 * limit(batches, first, batches.size(), then));
  }

  /** From how many subjects on the last alert on Q0 spoke; boundless where there is none. */
  private static double limit(
      List<Batch> batches, List<PeopleChange> first, int before, List<PeopleChange> then) {
    Detection detection = new Detection(RulesFile.defaults());
    first.forEach(detection.roster()::change);
    List<Alert> alerts = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      if (i == before) {
        then.forEach(detection.roster()::change);
      }
      detection.accept(batches.get(i), "shop", i, Long.MAX_VALUE, alerts::add);
    }
    return alerts.stream()
        .filter(alert -> alert.getActor().equals("Q0"))
        .flatMap(alert -> alert.getSignalsList().stream())
        .filter(signal -> signal.getRule().equals("bulk"))
        .filter(signal -> signal.getWindowSeconds() == 86_400)
        .mapToDouble(Signal::getLimit)
        .max()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** A snapshot holds the register: whoever goes on from it judges as whoever went on without. */
  @Test
  void afterARestartAnywhereTheAlertsAreTheSame() throws IOException {
    List<Batch> batches =
        new Traffic(3)
            .office(MONDAY, 4, 6, 25)
            .walk(at(3, 10), at(3, 15), "E9", "staff", Form.FORM_OPENED, 30, 1)
            .batches(10);
    List<PeopleChange> people =
        people(
            Register.EMPTY,
            RulesFile.defaults(),
            "role,id,left\nstaff,E9,2026-03-04\nstaff,E1003,2026-03-03\n");
    List<Entry> entries = entries(batches, batches.size() / 2, people);
    List<Alert> undisturbed = detected(entries, -1);
    assertThat(undisturbed).extracting(Alert::getActor).contains("E9", "E1003");
    for (int at = 0; at < entries.size(); at += 3) {
      assertThat(detected(entries, at)).as("restart at %d", at).isEqualTo(undisturbed);
    }
  }

  private List<Alert> detected(List<Entry> entries, int restart) throws IOException {
    Path state = Files.createTempDirectory(dir, "state").resolve("detect");
    CrashingLog log = new CrashingLog();
    InstantSource clock = InstantSource.system();
    Detector detector = Detector.open(null, state, log, 0, Memory.BOUND, clock, Runnable::run);
    long fed = 0;
    for (int i = 0; i < entries.size(); i++) {
      log.passUntil(at(5, 0).toEpochMilli());
      log.append(entries.get(i));
      log.flush();
      for (; fed < log.end(); fed++) {
        detector.apply(fed, log.get(fed));
        log.flush();
      }
      if (i == restart) {
        detector.save();
        detector = Detector.open(null, state, log, 0, Memory.BOUND, clock, Runnable::run);
        assertThat(detector.position()).isEqualTo(fed);
      }
    }
    List<Alert> alerts = new ArrayList<>();
    for (long at = 0; at < log.end(); at++) {
      if (log.get(at).hasAlert()) {
        alerts.add(log.get(at).getAlert());
      }
    }
    return alerts;
  }

  @Test
  void theLastDayIsToldAsItWasWritten() {
    Roster roster = roster(RulesFile.defaults(), "id,left\nE1,2026-03-05\n");
    assertThat(roster.post("staff", "E1").lastDay()).isEqualTo(LocalDate.of(2026, 3, 5));
    assertThat(roster.post("customer", "E1").lastDay()).isNull();
  }
}

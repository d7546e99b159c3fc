package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.collector.alert.Sentences;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Form;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reads without a ticket, where work has tickets. */
class PurposelessTest {
  private static final String RULE = Tallies.PURPOSELESS;

  /** Monday, midnight in Shanghai. */
  private static final Instant MONDAY = Instant.parse("2026-03-01T16:00:00Z");

  private static final int DAYS = 19;
  private final Random random = new Random(5);
  private final Visits visits = new Visits();
  private int order;

  private static Instant at(int day, double hour) {
    return MONDAY.plusSeconds(day * 86_400L + (long) (hour * 3_600));
  }

  /** Orders opened one after the other from nine on, each with a ticket but for a share. */
  private void work(int day, String who, int orders, double without) {
    for (int i = 0; i < orders; i++) {
      Visits.Visit visit = Visits.staff(at(day, 9 + 8.0 * i / orders), who).of(++order);
      visits.add(random.nextDouble() < without ? visit : visit.by("T" + order));
    }
  }

  private void office(int days) {
    for (int day = 0; day < days; day++) {
      if (day % 7 < 5) {
        for (int person = 1; person <= 5; person++) {
          work(day, "E" + person, 40, 0.15);
        }
        // Whose work has no tickets.
        work(day, "E9", 40, 1);
      }
    }
  }

  private List<Alert> found() {
    return Visits.by(RULE, Visits.alerts(visits.batches(20)));
  }

  @Test
  void whoMostlyNamesATicketIsMissedOne() {
    office(DAYS);
    for (int i = 0; i < 25; i++) {
      visits.add(Visits.staff(at(DAYS - 1, 14).plusSeconds(i * 120L), "E2").of(900_000 + i));
    }
    List<Alert> alerts = found();
    assertThat(alerts).extracting(Alert::getActor).containsOnly("E2");
    Alert alert = alerts.getLast();
    var signal = Visits.signals(RULE, alert).getLast();
    assertThat(signal.getObserved()).isBetween(18.0, 28.0);
    assertThat(new Sentences(Locale.ENGLISH, ZoneOffset.UTC).sentence(alert, signal))
        .contains(", without a ticket, beyond the few that are usual for this reader");
    assertThat(new Sentences(Locale.SIMPLIFIED_CHINESE, ZoneOffset.UTC).sentence(alert, signal))
        .contains("，未注明工单，超出该访问者平时的少数");
  }

  @Test
  void aBusyDayWithTicketsListsExportsAndWorkWithoutAnyAreInOrder() {
    office(DAYS);
    work(DAYS - 1, "E3", 100, 0.1);
    work(DAYS - 1, "E9", 100, 1);
    for (int i = 0; i < 40; i++) {
      Instant time = at(DAYS - 1, 14).plusSeconds(i * 120L);
      visits
          .add(Visits.staff(time, "E4").of(910_000 + i).by(Form.FORM_LISTED))
          .add(Visits.staff(time, "E4").of(920_000 + i).by(Form.FORM_EXPORTED));
    }
    assertThat(found()).isEmpty();
  }

  /** A bastion's log has no tickets, whoever works with them elsewhere. */
  @Test
  void importedRecordsAreNotMissedATicket() {
    office(DAYS);
    Detection detection = new Detection(RulesFile.defaults());
    List<Alert> alerts = new ArrayList<>();
    int at = 0;
    for (Batch batch : visits.batches(20)) {
      detection.accept(batch, "shop", at++, Long.MAX_VALUE, alerts::add);
    }
    Visits queries = new Visits();
    for (int i = 0; i < 60; i++) {
      queries.add(Visits.staff(at(DAYS - 1, 14).plusSeconds(i * 60L), "E2").of(900_000 + i));
    }
    List<Batch> imported = queries.batches(60);
    detection.imported("shop", imported.getFirst().getRun());
    detection.accept(imported.getFirst(), "shop", at, Long.MAX_VALUE, alerts::add);
    detection.tick(at(DAYS, 0).toEpochMilli(), at, alerts::add);
    assertThat(Visits.by(RULE, alerts)).isEmpty();
  }

  /** Three days with a ticket each say little. */
  @Test
  void whoHardlyReadsHasNoHabitOfTickets() {
    office(DAYS);
    for (int day = DAYS - 5; day < DAYS - 1; day++) {
      work(day, "E8", 2, 0);
    }
    work(DAYS - 1, "E8", 15, 1);
    assertThat(found()).isEmpty();
  }

  /** Who is new has no habit of tickets yet. */
  @Test
  void whoIsNewIsNotJudgedForThreeDays() {
    office(DAYS);
    for (int day = DAYS - 3; day < DAYS; day++) {
      work(day, "E7", 30, 0.5);
    }
    assertThat(found()).isEmpty();
  }
}

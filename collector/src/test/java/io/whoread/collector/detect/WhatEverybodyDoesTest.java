package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.collector.alert.v1.Alert;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Form;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What everybody does today, and what a team has always done now and then, is no sign of one
 * person; the same by one alone is.
 */
class WhatEverybodyDoesTest {
  /** Monday 2 March 2026, 00:00 in Shanghai. */
  private static final Instant MONDAY = Instant.parse("2026-03-01T16:00:00Z");

  /** Friday of the third week. */
  private static final int FRIDAY = 18;

  private static Instant at(int day, double hour) {
    return MONDAY.plusSeconds(day * 86_400L + (long) (hour * 3_600));
  }

  /** Three weeks of ten people, up to Thursday. */
  private static Traffic history() {
    Traffic traffic = new Traffic(5);
    for (int week = 0; week < 3; week++) {
      traffic.office(at(week * 7, 0), week == 2 ? 4 : 5, 10, 25);
    }
    return traffic;
  }

  /** Who is alerted on from a day on. */
  private static Set<String> alerted(List<Batch> batches, int day) {
    Detection detection = new Detection(RulesFile.defaults());
    List<Alert> alerts = new ArrayList<>();
    long position = 0;
    for (Batch batch : batches) {
      detection.accept(batch, "shop", position++, Long.MAX_VALUE, alerts::add);
    }
    return alerts.stream()
        .filter(alert -> alert.getRaised().getSeconds() >= at(day, 0).getEpochSecond())
        .map(Alert::getActor)
        .collect(Collectors.toSet());
  }

  private static Traffic evening(int people) {
    Traffic traffic = history().office(at(FRIDAY, 0), 1, 10, 25);
    for (int person = 0; person < people; person++) {
      Instant from = at(FRIDAY, 22.1).plusSeconds(7L * person);
      traffic.walk(from, at(FRIDAY, 23.9), "E" + (1000 + person), "staff", Form.FORM_OPENED, 30, 1);
    }
    return traffic;
  }

  @Test
  void whereTheWholeTeamStaysLateTheHourIsOddForNobodyAndAloneItIs() {
    assertThat(alerted(evening(10).batches(10), FRIDAY)).isEmpty();
    assertThat(alerted(evening(1).batches(10), FRIDAY)).containsExactly("E1000");
  }

  /** The calendar of offices begins at 7:00. */
  @Test
  void whoComesALittleEarlyIsAtWork() {
    Traffic early = history();
    early.walk(at(FRIDAY, 6.55), at(FRIDAY, 7), "E1004", "staff", Form.FORM_OPENED, 15, 1);
    assertThat(alerted(early.batches(10), FRIDAY)).isEmpty();
    Traffic night = history();
    night.walk(at(FRIDAY, 5.9), at(FRIDAY, 6.4), "E1004", "staff", Form.FORM_OPENED, 15, 1);
    assertThat(alerted(night.batches(10), FRIDAY)).containsExactly("E1004");
  }

  private static Traffic morningAfter(int ofEachOnThursday) {
    Traffic traffic = new Traffic(5);
    for (int week = 0; week < 3; week++) {
      traffic.office(at(week * 7, 0), week == 2 ? 3 : 5, 10, 25);
    }
    traffic.office(at(FRIDAY - 1, 0), 1, 10, ofEachOnThursday);
    return traffic.walk(at(FRIDAY, 9), at(FRIDAY, 17), "E1003", "staff", Form.FORM_OPENED, 140, 1);
  }

  /** Busy days come in a row: who is the first at work on the second is no exception. */
  @Test
  void theFirstOnTheDayAfterABusyOneIsNotHeldAgainstAnOrdinaryDay() {
    assertThat(alerted(morningAfter(250).batches(10), FRIDAY - 1)).isEmpty();
    assertThat(alerted(morningAfter(25).batches(10), FRIDAY - 1)).containsExactly("E1003");
  }

  /** The busiest tenth of a small team is not one thief, nor two. */
  @Test
  void whoTakesMuchInASmallTeamMakesNoRoomForAnother() {
    Traffic traffic = new Traffic(5);
    for (int week = 0; week < 3; week++) {
      traffic.office(at(week * 7, 0), week == 2 ? 4 : 5, 4, 15);
    }
    for (int thief = 0; thief < 3; thief++) {
      Instant from = at(FRIDAY, 9 + 2 * thief);
      traffic.walk(
          from,
          from.plusSeconds(3_600),
          "E" + (1000 + thief),
          "staff",
          Form.FORM_OPENED,
          400 - 50 * thief,
          1);
    }
    assertThat(alerted(traffic.batches(1), FRIDAY))
        .containsExactlyInAnyOrder("E1000", "E1001", "E1002");
  }

  /** Reads of a thief until the alert. */
  private static int untilAlerted(Traffic traffic, int page) {
    Detection detection = new Detection(RulesFile.defaults());
    List<Alert> alerts = new ArrayList<>();
    long position = 0;
    int taken = 0;
    for (Batch batch : traffic.batches(1)) {
      detection.accept(batch, "shop", position++, Long.MAX_VALUE, alerts::add);
      if (batch.getCallers(0).getActor().getId().equals("E1005")
          && batch.getOperations(0).getForm() == Form.FORM_EXPORTED) {
        taken += page;
        if (alerts.stream().anyMatch(alert -> alert.getActor().equals("E1005"))) {
          return taken;
        }
      }
    }
    return Integer.MAX_VALUE;
  }

  /** However often the team exports as much as it usually does. */
  @Test
  void whoExportsEverythingIsToldOfWithinFiveHundred() {
    Instant night = at(FRIDAY, 13);
    Traffic unused =
        history()
            .walk(night, night.plusSeconds(60), "E1005", "staff", Form.FORM_EXPORTED, 9_000, 50);
    assertThat(untilAlerted(unused, 50)).isLessThanOrEqualTo(500);
    Traffic used = statement(0);
    used.walk(night, night.plusSeconds(60), "E1005", "staff", Form.FORM_EXPORTED, 9_000, 50);
    assertThat(untilAlerted(used, 50)).isLessThanOrEqualTo(500);
  }

  private static Traffic statement(int orders) {
    Traffic traffic = history();
    for (int person = 0; person < 3; person++) {
      Instant time = at(1 + person, 10);
      traffic.walk(
          time, time.plusSeconds(60), "E" + (1000 + person), "staff", Form.FORM_EXPORTED, 300, 300);
    }
    return traffic.walk(
        at(FRIDAY, 10), at(FRIDAY, 10.1), "E1005", "staff", Form.FORM_EXPORTED, orders, 100);
  }

  /** Colleagues did so two weeks ago, each for the first time as well. */
  @Test
  void anExportThatTheTeamIsUsedToIsOrdinaryAndALargerOneIsNot() {
    assertThat(alerted(statement(300).batches(1), FRIDAY)).isEmpty();
    assertThat(alerted(statement(2_000).batches(1), FRIDAY)).containsExactly("E1005");
  }

  /** What the thief does is no habit of the team, however slowly it grows. */
  @Test
  void nobodysOwnExportsExcuseLargerOnes() {
    Traffic traffic = history();
    int size = 25;
    for (int day = 0; day < 12; day++) {
      int of = day / 5 * 7 + day % 5;
      traffic.walk(at(of, 10), at(of, 10.1), "E1005", "staff", Form.FORM_EXPORTED, size, size);
      size = size * 3 / 2;
    }
    assertThat(alerted(traffic.batches(1), 0)).containsExactly("E1005");
  }

  /** The same few, exported again and again, are no habit of large exports. */
  @Test
  void whatIsExportedAgainCountsOnce() {
    Traffic traffic = history();
    for (int person = 0; person < 3; person++) {
      Instant time = at(1 + person, 10);
      String who = "E" + (1000 + person);
      traffic.again(time, time.plusSeconds(3_600), who, Form.FORM_EXPORTED, 15, 200);
    }
    Instant time = at(FRIDAY, 10);
    traffic.walk(time, time.plusSeconds(60), "E1005", "staff", Form.FORM_EXPORTED, 2_000, 50);
    assertThat(untilAlerted(traffic, 50)).isLessThanOrEqualTo(500);
  }

  /** What was exported and then looked at was exported all the same. */
  @Test
  void whatIsLookedAtAfterItWasExportedIsExported() {
    Traffic traffic = history();
    Instant time = at(FRIDAY, 10);
    traffic.exportAndList(time, time.plusSeconds(600), "E1005", 1_000, 20);
    assertThat(untilAlerted(traffic, 20)).isLessThanOrEqualTo(500);
  }

  /** As much as colleagues export once in a while, every day. */
  @Test
  void whoExportsAsMuchAsOthersButEveryDayIsTold() {
    Traffic traffic = statement(0);
    for (int day = 14; day < 19; day++) {
      traffic.walk(at(day, 11), at(day, 11.1), "E1005", "staff", Form.FORM_EXPORTED, 300, 100);
    }
    assertThat(alerted(traffic.batches(1), 14)).containsExactly("E1005");
  }

  private static List<Batch> newPage(int people) {
    Visits visits = new Visits();
    int order = 0;
    for (int day = 0; day < 28; day++) {
      for (int person = 0; person < 10; person++) {
        for (int i = 0; i < 10; i++) {
          visits.add(Visits.staff(at(day, 9 + i * 0.8), "E" + person).of(order++));
        }
      }
    }
    for (int i = 0; i < 150; i++) {
      for (int person = 0; person < people; person++) {
        visits.add(
            Visits.staff(at(28, 10).plusSeconds(i * 120L + person), "E" + person)
                .of(order++)
                .through("GET /refunds/{id}"));
      }
    }
    return visits.batches(20);
  }

  /** One who alone begins to read through what nobody ever used is judged as ever. */
  @Test
  void whatManyBeginToReadThroughAtOnceIsNewCoverageAndLearnt() {
    assertThat(alerted(newPage(4), 28)).isEmpty();
    assertThat(alerted(newPage(1), 28)).containsExactly("E0");
  }
}

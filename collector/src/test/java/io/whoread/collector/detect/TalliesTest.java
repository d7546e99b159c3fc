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
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Rules that count a kind of reads apart: what each finds, and whom it leaves alone. */
class TalliesTest {
  /** Monday, midnight in Shanghai. */
  private static final Instant MONDAY = Instant.parse("2026-03-01T16:00:00Z");

  private static final int TODAY = (int) (MONDAY.plusSeconds(8 * 3_600).getEpochSecond() / 86_400);
  private static final int DAYS = 15;
  private static final Sentences ENGLISH = new Sentences(Locale.ENGLISH, ZoneOffset.UTC);
  private static final Sentences CHINESE = new Sentences(Locale.SIMPLIFIED_CHINESE, ZoneOffset.UTC);

  private static Instant at(int day, double hour) {
    return MONDAY.plusSeconds(day * 86_400L + (long) (hour * 3_600));
  }

  /**
   * Fifteen days: a shop's owner and clerk, another shop whose account bears another number than
   * it, two couriers, staff of customer service who open orders of all ages, and one of the
   * warehouse who works orders off by their day.
   */
  private static Visits history(int days) {
    Random random = new Random(7);
    Visits visits = new Visits();
    for (int day = 0; day < days; day++) {
      for (int i = 0; i < 12; i++) {
        int order = day * 1_000 + i * 10;
        Instant time = at(day, 9 + 0.7 * i);
        visits
            .add(Visits.person(time, "seller", "shop-1").of(order).ofOwner("shop-1"))
            .add(
                Visits.person(time, "seller", "clerk-1")
                    .of(order + 1)
                    .ofOwner("shop-1")
                    .onBehalfOf("shop-1"))
            .add(Visits.person(time, "seller", "account-9").of(order + 2).ofOwner("shop-2"))
            .add(Visits.person(time, "courier", "c1").of(order + 3).ofOwner("c1"))
            .add(Visits.person(time, "courier", "c2").of(order + 4).ofOwner("c2"))
            .add(Visits.staff(time, "E1").of(order + 5).placedOn(TODAY + day - random.nextInt(60)))
            .add(
                Visits.staff(time.plusSeconds(60), "E2")
                    .of(order + 6)
                    .placedOn(TODAY + day - random.nextInt(60)));
      }
      for (int i = 0; i < 40; i++) {
        visits.add(
            Visits.person(at(day, 14).plusSeconds(i * 60L), "warehouse", "W1")
                .of(day * 1_000 + 500 + i)
                .placedOn(TODAY + day - 10));
      }
    }
    return visits;
  }

  private static Alert only(String rule, List<Alert> alerts) {
    List<Alert> found = Visits.by(rule, alerts);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  @Example
  void whatIsOrdinaryAlertsOnNobody() {
    List<Alert> alerts = Visits.alerts(history(DAYS + 3).batches(20));
    for (String rule : Tallies.RULES) {
      assertThat(Visits.by(rule, alerts)).isEmpty();
    }
  }

  @Example
  void ordersOfOtherShopsAreOutsideOnesOwn() {
    Visits visits = history(DAYS + 1);
    for (int i = 0; i < 10; i++) {
      visits.add(
          Visits.person(at(DAYS, 15).plusSeconds(i * 120L), "seller", "clerk-1")
              .of(900_000 + i)
              .ofOwner("shop-" + (50 + i))
              .onBehalfOf("shop-1"));
    }
    Alert alert = only("outside", Visits.alerts(visits.batches(20)));
    assertThat(alert.getActor()).isEqualTo("clerk-1");
    Signal signal = Visits.signals("outside", alert).getFirst();
    assertThat(signal.getObserved()).isEqualTo(10);
    assertThat(ENGLISH.sentence(alert, signal))
        .contains("10 orders (10 opened")
        .contains(", none of which is this reader's own or of those it works for, mostly");
    assertThat(CHINESE.sentence(alert, signal)).contains("的信息，均不属于该访问者或其所代表的一方，");
  }

  /** Whose account bears another number than the shop is known by the shop after three days. */
  @Example
  void aCourierWhoReadsParcelsOfOthersIsToldAndAnAccountOfAnotherNumberIsNot() {
    Visits visits = history(DAYS + 1);
    for (int i = 0; i < 10; i++) {
      visits
          .add(
              Visits.person(at(DAYS, 15).plusSeconds(i * 120L), "courier", "c1")
                  .of(900_000 + i)
                  .ofOwner("c" + (50 + i)))
          .add(
              Visits.person(at(DAYS, 15).plusSeconds(i * 120L), "seller", "account-9")
                  .of(910_000 + i)
                  .ofOwner("shop-2"));
    }
    assertThat(only("outside", Visits.alerts(visits.batches(20))).getActor()).isEqualTo("c1");
  }

  @Example
  void aWalkThroughOldOrdersIsToldAndWorkInThatOrderIsNot() {
    Visits visits = history(DAYS + 1);
    for (int i = 0; i < 40; i++) {
      visits.add(
          Visits.staff(at(DAYS, 15).plusSeconds(i * 30L), "E1")
              .of(900_000 + i)
              .placedOn(TODAY + DAYS - 30));
    }
    Alert alert = only("enumeration", Visits.alerts(visits.batches(20)));
    assertThat(alert.getActor()).isEqualTo("E1");
    Signal signal = Visits.signals("enumeration", alert).getFirst();
    // An ordinary read in between begins a new run.
    assertThat(signal.getObserved()).isBetween(36.0, 40.0);
    assertThat(ENGLISH.sentence(alert, signal))
        .contains(", one after the other, placed on the same day or the next, mostly");
    assertThat(CHINESE.sentence(alert, signal)).contains("，逐个连续读取，下单日期相同或相邻，");
  }

  /** A page of a list is sorted by whatever the program likes. */
  @Example
  void listsAndExportsAreNoWalk() {
    Visits visits = history(DAYS + 1);
    int[] page = new int[20];
    for (int i = 0; i < 8; i++) {
      for (int k = 0; k < page.length; k++) {
        page[k] = 900_000 + i * 20 + k;
      }
      visits.add(
          Visits.staff(at(DAYS, 15).plusSeconds(i * 60L), "E1")
              .of(page.clone())
              .by(i < 4 ? Form.FORM_LISTED : Form.FORM_PRINTED)
              .placedOn(TODAY + DAYS - 30 - 5 * i));
    }
    assertThat(Visits.by("enumeration", Visits.alerts(visits.batches(20)))).isEmpty();
  }

  private static Visits twoPlaces(Visits visits, int day, String actor, String other) {
    for (int i = 0; i < 20; i++) {
      visits
          .add(
              Visits.staff(at(day, 15).plusSeconds(i * 240L), actor)
                  .of(900_000 + day * 100 + i)
                  .from("198.18.0.1"))
          .add(
              Visits.staff(at(day, 15).plusSeconds(i * 240L + 120), actor)
                  .of(950_000 + day * 100 + i)
                  .from(other));
    }
    return visits;
  }

  @Example
  void anAccountInTwoPlacesAtOnceIsTold() {
    Visits visits = twoPlaces(history(DAYS + 1), DAYS, "E1", "203.0.113.5");
    Alert alert = only("shared", Visits.alerts(visits.batches(20)));
    assertThat(alert.getActor()).isEqualTo("E1");
    Signal signal = Visits.signals("shared", alert).getFirst();
    assertThat(signal.getObserved()).isGreaterThanOrEqualTo(36);
    assertThat(signal.getAddressesList()).contains("198.18.0.1", "203.0.113.5");
    assertThat(ENGLISH.sentence(alert, signal))
        .contains(", by turns with reads from another network, 10 minutes apart at most, mostly")
        .containsPattern(", from (198.18.0.1 and 203.0.113.5|203.0.113.5 and 198.18.0.1);");
    assertThat(CHINESE.sentence(alert, signal)).contains("，与另一网络的访问交替出现，相隔不超过 10 分钟，");
  }

  /** A telephone beside the desk, every day; and the way home, once. */
  @Example
  void twoNetworksThatAreUsualAndAChangeOfPlaceAreOrdinary() {
    Visits visits = history(DAYS + 1);
    for (int day = 0; day <= DAYS; day++) {
      twoPlaces(visits, day, "E1", "203.0.113.5");
    }
    for (int i = 0; i < 40; i++) {
      visits.add(
          Visits.staff(at(DAYS, 15).plusSeconds(i * 60L), "E2")
              .of(980_000 + i)
              .from(i < 20 ? "198.18.0.1" : "203.0.113.9"));
    }
    assertThat(Visits.by("shared", Visits.alerts(visits.batches(20)))).isEmpty();
  }

  @Example
  void aCodePlaceThatLogsInPlainIsToldOnceWhoeverCallsIt() {
    Visits visits = history(3);
    for (int i = 0; i < 30; i++) {
      visits.add(
          Visits.staff(at(2, 15).plusSeconds(i * 60L), "E" + i % 3)
              .of(900_000 + i)
              .through("POST /refunds/{id}")
              .intoALog());
    }
    Alert alert = only("logged", Visits.alerts(visits.batches(20)));
    assertThat(alert.getRole()).isEqualTo("code");
    assertThat(alert.getActor()).isEqualTo("shop POST /refunds/{id}");
    Signal signal = Visits.signals("logged", alert).getFirst();
    assertThat(signal.getObserved()).isEqualTo(30);
    assertThat(ENGLISH.sentence(alert, signal))
        .contains(
            "were written into a log in plain by the code place shop POST /refunds/{id} with");
    assertThat(CHINESE.sentence(alert, signal))
        .contains("由代码位置 shop POST /refunds/{id}以明文写入日志的有 30 个订单的信息");
  }

  private static Visits logging(Visits visits, int place, int first, int days) {
    for (int day = first; day < first + days; day++) {
      for (int i = 0; i < 10 + day; i++) {
        visits.add(
            Visits.staff(at(day, 15).plusSeconds(i * 60L), "E1")
                .of(900_000 + 10_000 * place + 100 * day + i)
                .through("GET /page" + place)
                .intoALog());
      }
    }
    return visits;
  }

  /** Each is one finding, however many other places log, and for however long. */
  @Example
  void aCodePlaceThatLogsEveryDayIsToldOnceAndAnewAfterItWasMended() {
    Visits visits = history(3);
    for (int place = 1; place <= 6; place++) {
      logging(visits, place, place, 12);
    }
    logging(visits, 7, 40, 3);
    // Mended, and broken again.
    logging(visits, 1, 40, 3);
    Map<String, Set<String>> told =
        Visits.by("logged", Visits.alerts(visits.batches(20))).stream()
            .collect(
                Collectors.groupingBy(
                    Alert::getActor, Collectors.mapping(Alert::getId, Collectors.toSet())));
    assertThat(told).hasSize(7);
    told.forEach(
        (place, alerts) -> assertThat(alerts).as(place).hasSize(place.endsWith("page1") ? 2 : 1));
  }

  /** All kinds of misuse at once. */
  private static Visits misuse() {
    Visits visits = twoPlaces(history(DAYS + 1), DAYS, "E2", "203.0.113.5");
    for (int i = 0; i < 30; i++) {
      visits
          .add(
              Visits.person(at(DAYS, 15).plusSeconds(i * 60L), "courier", "c1")
                  .of(800_000 + i)
                  .ofOwner("c" + (50 + i)))
          .add(
              Visits.staff(at(DAYS, 17).plusSeconds(i * 30L), "E1")
                  .of(810_000 + i)
                  .placedOn(TODAY + DAYS - 30)
                  .intoALog());
    }
    return visits;
  }

  @Property(tries = 20)
  void afterARestartTheSameAlertsCome(@ForAll @IntRange(min = 1, max = 60) int after) {
    List<Batch> batches = misuse().batches(10);
    List<Alert> alerts = Visits.alertsWithRestart(batches, batches.size() - after);
    assertThat(alerts).isEqualTo(Visits.alerts(batches));
    for (String rule : List.of("outside", "enumeration", "shared", "logged")) {
      assertThat(Visits.by(rule, alerts)).hasSize(1);
    }
  }

  /** Of what is no sequence: what came up to an hour late counts the same. */
  @Property(tries = 15)
  void orderOfArrivalDoesNotMatterToOwnersAndLogs(@ForAll long seed) {
    List<Alert> alerts = Visits.alerts(misuse().shuffled(10, 3_600_000, new Random(seed)));
    for (String rule : List.of("outside", "logged")) {
      assertThat(Visits.signals(rule, only(rule, alerts)).getFirst().getObserved()).isEqualTo(30);
    }
  }
}

package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.collector.alert.Sentences;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.record.v1.Batch;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** One address that reads as many customers, and addresses that many share. */
class ReusedPasswordsTest {
  /** Monday, midnight in Shanghai. */
  private static final Instant MONDAY = Instant.parse("2026-03-01T16:00:00Z");

  private static final String CAMPUS = "198.51.100.9";
  private static final String THIEF = "198.51.100.7";
  private static final int DAYS = 15;

  private static Instant at(int day, double hour) {
    return MONDAY.plusSeconds(day * 86_400L + (long) (hour * 3_600));
  }

  /** Fifteen days of households, and of a campus of which about 100 people read each day. */
  private static Visits history(long seed) {
    Random random = new Random(seed);
    Visits visits = new Visits();
    for (int day = 0; day < DAYS; day++) {
      campus(visits, day, 100, random);
      for (int house = 0; house < 30; house++) {
        for (int i = 0; i < 3; i++) {
          visits.add(
              Visits.customer(
                  at(day, 8 + 14 * random.nextDouble()), house * 3 + i, "203.0.113." + house));
        }
      }
    }
    return visits;
  }

  private static void campus(Visits visits, int day, int people, Random random) {
    for (int i = 0; i < people; i++) {
      visits.add(
          Visits.customer(
              at(day, 8 + 14 * random.nextDouble()), 10_000 + random.nextInt(5_000), CAMPUS));
    }
  }

  /** One account after the other, a minute each. */
  private static Visits theft(Visits visits, int accounts) {
    for (int i = 0; i < accounts; i++) {
      visits.add(Visits.customer(at(DAYS, 10).plusSeconds(i * 60L), 50_000 + i, THIEF));
    }
    return visits;
  }

  @Example
  void anAddressThatReadsAsManyCustomersIsToldWhileItDoes() {
    List<Alert> alerts = Visits.alerts(theft(history(1), 60).batches(20));
    List<Alert> found = Visits.by("reused", alerts);
    assertThat(found).hasSize(1);
    Alert alert = found.getFirst();
    assertThat(alert.getRole()).isEqualTo("unknown");
    assertThat(alert.getAddress()).isEqualTo(THIEF);
    assertThat(alerts.getFirst().getRaised().getSeconds())
        .isLessThan(at(DAYS, 10.6).getEpochSecond());
    // Of a whole day 60 would not be many: those who share the campus are more.
    Signal hour = Visits.signals("reused", alert).getLast();
    assertThat(hour.getWindowSeconds()).isEqualTo(3_600);
    assertThat(hour.getObserved()).isEqualTo(60);
    assertThat(hour.getKindsMap()).isEqualTo(Map.of("customer", 60L));
    assertThat(hour.getOperationsList()).containsExactly("GET /my/orders/{id}");
    assertThat(new Sentences(Locale.ENGLISH, ZoneOffset.UTC).sentence(alert, hour))
        .startsWith("Data of 60 customers (60 opened; 60 with data in plain) were returned to an")
        .contains("an unknown reader at 198.51.100.7 within 1 hour")
        .contains(", signed in as each of these customers, mostly through GET /my/orders/{id};");
    assertThat(new Sentences(Locale.SIMPLIFIED_CHINESE, ZoneOffset.UTC).sentence(alert, hour))
        .contains("向 198.51.100.7 上身份不明的访问者返回了 60 个客户的信息，分别以这些客户的账号登录，其中");
  }

  @Example
  void anAddressThatManyShareIsOrdinary() {
    Visits visits = history(2);
    campus(visits, DAYS, 120, new Random(3));
    assertThat(Visits.by("reused", Visits.alerts(visits.batches(20)))).isEmpty();
  }

  @Example
  void whoeverHidesBehindASharedAddressIsSeenByTheNumber() {
    Visits visits = history(4);
    for (int i = 0; i < 500; i++) {
      visits.add(Visits.customer(at(DAYS, 10).plusSeconds(i * 20L), 50_000 + i, CAMPUS));
    }
    assertThat(Visits.by("reused", Visits.alerts(visits.batches(20))))
        .extracting(Alert::getAddress)
        .containsExactly(CAMPUS);
  }

  @Example
  void staffAndHouseholdsAreNotCounted() {
    Visits visits = new Visits();
    for (int i = 0; i < 60; i++) {
      visits.add(Visits.staff(at(0, 10).plusSeconds(i * 60L), "E" + i).of(i));
      visits.add(Visits.customer(at(0, 10).plusSeconds(i * 60L), i % 8, "203.0.113.7"));
    }
    assertThat(Visits.by("reused", Visits.alerts(visits.batches(20)))).isEmpty();
  }

  /** What came up to an hour late counts the same. */
  @Property(tries = 15)
  void orderOfArrivalDoesNotMatter(
      @ForAll long seed, @ForAll @IntRange(min = 40, max = 60) int accounts) {
    List<Batch> batches = theft(history(5), accounts).shuffled(20, 3_600_000, new Random(seed));
    List<Alert> found = Visits.by("reused", Visits.alerts(batches));
    assertThat(found).hasSize(1);
    assertThat(Visits.signals("reused", found.getFirst()).getLast().getObserved())
        .isEqualTo(accounts);
  }

  @Property(tries = 15)
  void afterARestartTheSameAlertsCome(@ForAll @IntRange(min = 1, max = 130) int after) {
    List<Batch> batches = theft(history(6), 60).batches(20);
    int last = batches.size() - 1;
    assertThat(Visits.alertsWithRestart(batches, Math.max(1, last - after)))
        .isEqualTo(Visits.alerts(batches))
        .isNotEmpty();
  }
}

package io.whoread.bench.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a list of victims must hold for a trace of it to be worth anything. */
class LeaksTest {
  private static final Size SMALL = new Size(LocalDate.of(2026, 2, 24), 130, 100, 0, 1, 1);

  private final World world = new World(SMALL, 5, false);
  private final Leaks leaks = new Leaks(world);
  private final Map<String, Map<String, Long>> firstReads = new HashMap<>();

  private void run() {
    world.run(
        visit -> {
          leaks.accept(visit);
          if (!visit.operation().plain.isEmpty()) {
            String reader = visit.reader().role() + "/" + visit.reader().id();
            for (int order : visit.orders()) {
              firstReads
                  .computeIfAbsent(reader, each -> new HashMap<>())
                  .putIfAbsent(Orders.number(order), visit.time());
            }
          }
        });
  }

  private static List<String[]> lines(Leaks.Case list) {
    List<String> lines = list.csv().lines().toList();
    assertThat(lines.getFirst()).isEqualTo("order,purchase,fraud");
    return lines.stream().skip(1).map(line -> line.split(",")).toList();
  }

  private boolean leaked(String leaker, String[] line) {
    Long read = firstReads.get(leaker).get(line[0]);
    return read != null
        && read < LocalDate.parse(line[2]).atStartOfDay(Days.ZONE).toInstant().toEpochMilli();
  }

  @Test
  void ofFiftyVictimsThirtyFiveWereReadInPlainByTheLeakerBeforeTheDayOfTheFraud() {
    run();
    Set<String> roles = new HashSet<>();
    List<Long> lags = new ArrayList<>();
    for (int number = 0; number < 40; number++) {
      Leaks.Case list = leaks.leaked(number);
      roles.add(list.role());
      List<String[]> lines = lines(list);
      assertThat(lines).hasSize(50);
      assertThat(lines.stream().map(line -> line[0]).distinct()).hasSize(50);
      assertThat(lines)
          .filteredOn(line -> leaked(list.role() + "/" + list.leaker(), line))
          .hasSizeGreaterThanOrEqualTo(35);
      for (String[] line : lines) {
        LocalDate fraud = LocalDate.parse(line[2]);
        assertThat(fraud).isBeforeOrEqualTo(world.days.date(SMALL.days() - 1));
        lags.add(ChronoUnit.DAYS.between(LocalDate.parse(line[1]), fraud));
      }
    }
    assertThat(roles).containsExactlyInAnyOrder("staff", "seller", "courier");
    // As in the case: 8 to 76 days, 35 in the middle; who leaves or comes shifts it a little.
    long[] sorted = lags.stream().mapToLong(Long::longValue).sorted().toArray();
    assertThat(Arrays.stream(sorted)).allMatch(lag -> lag >= 8 && lag <= 76);
    assertThat(sorted[sorted.length / 2]).isBetween(30L, 40L);
  }

  @Test
  void aListOfOneShopIsOfThatShopAloneAndTheSameNumberGivesTheSameList() {
    run();
    Leaks.Case list = leaks.ofOneShop(3);
    assertThat(lines(list))
        .hasSize(50)
        .allMatch(
            line -> {
              int order = (int) (Long.parseLong(line[0].substring(3)) - 1_000_000_000L);
              return world.people.shopId(world.orders.shop(order)).equals(list.shop());
            });
    assertThat(leaks.ofOneShop(3)).isEqualTo(list);
    assertThat(leaks.unrelated(3)).isNotEqualTo(leaks.unrelated(4));
  }
}

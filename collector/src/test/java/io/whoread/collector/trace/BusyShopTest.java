package io.whoread.collector.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.record.Roles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/**
 * A marketplace of sixteen shops, of which one sells every fifth order. Each order is read by two
 * of the eight people of its shop within ten days, by one of thirty clerks of the marketplace and
 * by one of forty couriers, to whom it is known where it is delivered.
 */
class BusyShopTest {
  private static final long DAY_MS = 86_400_000L;
  private static final int ORDERS = 6_000;
  private static final int SHOPS = 16;
  private static final int BUSY = 0;
  private static final int PEOPLE = 8;

  private final List<List<String>> readersOf = new ArrayList<>();
  private Random random;
  private ReadTable table;

  private void market(long seed) {
    random = new Random(seed);
    readersOf.clear();
    ReadTableBuilder reads = new ReadTableBuilder();
    for (int order = 0; order < ORDERS; order++) {
      List<String> readers = new ArrayList<>();
      readersOf.add(readers);
      for (int one : random.ints(0, PEOPLE).distinct().limit(2).toArray()) {
        readers.add(Roles.SELLER + "/S" + shop(order) + "-" + one);
      }
      readers.add(Roles.STAFF + "/E" + random.nextInt(30));
      readers.add(Roles.COURIER + "/C" + random.nextInt(40));
      for (String reader : readers) {
        String[] name = reader.split("/");
        add(reads, order, name[0], name[1], owner(order));
      }
    }
    table = reads.build();
  }

  private void add(ReadTableBuilder reads, int order, String role, String actor, String owner) {
    Reader reader =
        new Reader(role, actor, false, "desk", null, null, null, null, PlainFields.UNKNOWN, false);
    long time = placed(order) + (long) (random.nextDouble() * 10 * DAY_MS);
    int day = (int) (placed(order) / DAY_MS);
    reads.add(new ReadTable.Subject(3, order), reads.reader(reader), time, day, owner);
  }

  private static int shop(int order) {
    return order % 5 == 0 ? BUSY : 1 + order % (SHOPS - 1);
  }

  private static String owner(int order) {
    return "S" + shop(order);
  }

  private static long placed(int order) {
    return 1_780_000_000_000L + order * DAY_MS / 60;
  }

  private List<Victim> list(int many, IntPredicate which) {
    List<Integer> orders =
        new ArrayList<>(IntStream.range(0, ORDERS).filter(which).boxed().toList());
    Collections.shuffle(orders, random);
    return orders.subList(0, many).stream()
        .map(
            order ->
                new Victim(
                    order,
                    new ReadTable.Subject(3, order),
                    placed(order),
                    placed(order),
                    placed(order) + (12 + random.nextInt(40)) * DAY_MS,
                    Knew.NOTHING))
        .toList();
  }

  private CaseResult trace(List<Victim> victims) {
    return CaseResult.of("", table, victims, List.of());
  }

  private static Ranking sellers(CaseResult result) {
    return result.others().stream()
        .filter(each -> each.kind() == SourceKind.SELLER)
        .findFirst()
        .orElseThrow();
  }

  /**
   * One list in two hundred is what is allowed; four of fifty come once in eight thousand times.
   */
  @Property(tries = 4, shrinking = ShrinkingMode.OFF)
  void nobodyWhoWorksForABusyShopIsAccusedOfItsBuyers(@ForAll long seed) {
    market(seed);
    int accused = 0;
    for (int list = 0; list < 50; list++) {
      CaseResult result = trace(list(10 + random.nextInt(30), order -> shop(order) == BUSY));
      accused += result.persons().isSupported() ? 1 : 0;
      assertThat(sellers(result).sources().getFirst().name().name()).isEqualTo("S" + BUSY);
      assertThat(sellers(result).isSupported()).isTrue();
    }
    assertThat(accused).isLessThan(4);
  }

  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void whoLeakedWhatTheShopSoldIsToldFromColleagues(@ForAll long seed) {
    market(seed);
    String leaker = Roles.SELLER + "/S" + BUSY + "-" + random.nextInt(PEOPLE);
    List<Victim> victims =
        new ArrayList<>(list(24, order -> readersOf.get(order).contains(leaker)));
    victims.addAll(list(8, order -> !readersOf.get(order).contains(leaker)));
    CaseResult result = trace(victims);
    assertThat(result.persons().sources().getFirst().name()).hasToString(leaker);
    assertThat(result.persons().isSupported()).isTrue();
    assertThat(result.persons().sources().stream().skip(1)).noneMatch(Source::isSupported);
    assertThat(sellers(result).isSupported()).isTrue();
  }

  /** What a courier carries is told as the courier's own: there is no colleague to compare with. */
  @Test
  void whereOrdersAreToldAsTheCouriersTheCourierIsFound() {
    random = new Random(1);
    ReadTableBuilder reads = new ReadTableBuilder();
    for (int order = 0; order < ORDERS; order++) {
      add(reads, order, Roles.COURIER, "C" + order % 40, "C" + order % 40);
    }
    table = reads.build();
    CaseResult result = trace(list(12, order -> order % 40 == 7));
    assertThat(result.persons().sources().getFirst().name().name()).isEqualTo("C7");
    assertThat(result.persons().isSupported()).isTrue();
  }
}

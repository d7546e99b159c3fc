package io.whoread.collector.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.record.Roles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/**
 * An office of forty. An order is worked on by some three of those who are there in its week,
 * within a month; person number 0 reads a third of all of them.
 */
class TraceTest {
  private static final long DAY_MS = 86_400_000L;
  private static final int PEOPLE = 40;
  private static final int DAYS = 120;
  private static final int ORDERS = 40 * DAYS;

  private Random random;
  private ReadTable table;
  private Map<String, List<long[]>> readsOf;

  private void office(long seed) {
    random = new Random(seed);
    readsOf = new HashMap<>();
    ReadTableBuilder reads = new ReadTableBuilder();
    for (int order = 0; order < ORDERS; order++) {
      long placed = placed(order);
      add(reads, Roles.SYSTEM, "batch", order, placed);
      // By turns, half of them work on what is sold in a week.
      int shift = order / 40 / 7 % 2;
      for (int i = 0; i < 3; i++) {
        read(reads, 2 * random.nextInt(PEOPLE / 2) + shift, order, placed);
      }
      if (random.nextInt(3) == 0) {
        read(reads, 0, order, placed);
      }
    }
    table = reads.build();
  }

  private void read(ReadTableBuilder reads, int person, int order, long placed) {
    long time = placed + (long) (random.nextDouble() * 30 * DAY_MS) / 1_000 * 1_000;
    add(reads, Roles.STAFF, "E" + person, order, time);
    readsOf.computeIfAbsent("E" + person, each -> new ArrayList<>()).add(new long[] {order, time});
  }

  private static void add(ReadTableBuilder reads, String role, String actor, int order, long time) {
    Reader reader =
        new Reader(role, actor, false, null, null, null, null, null, PlainFields.UNKNOWN, false);
    reads.add(subject(order), reads.reader(reader), time, (int) (placed(order) / DAY_MS), null);
  }

  private static long placed(int order) {
    return 1_780_000_000_000L + order * DAY_MS / 40;
  }

  private static ReadTable.Subject subject(int order) {
    return new ReadTable.Subject(0, order);
  }

  private static Victim victim(int order, long to) {
    return new Victim(order, subject(order), placed(order), placed(order), to, Knew.NOTHING);
  }

  /** Of what a person read, defrauded within a month of the read. */
  private List<Victim> leakedBy(String person, int many) {
    List<Victim> victims = new ArrayList<>();
    Set<Long> taken = new HashSet<>();
    List<long[]> reads = readsOf.get(person);
    while (victims.size() < many) {
      long[] read = reads.get(random.nextInt(reads.size()));
      if (taken.add(read[0])) {
        victims.add(victim((int) read[0], read[1] + (1 + random.nextInt(29)) * DAY_MS));
      }
    }
    return victims;
  }

  private List<Victim> unrelated(int first, int last, int many) {
    return random
        .ints(first, last)
        .distinct()
        .limit(many)
        .mapToObj(i -> victim(i, placed(i) + (5 + random.nextInt(40)) * DAY_MS))
        .toList();
  }

  private List<Source> trace(List<Victim> victims) {
    Trace trace = Trace.of(table, victims);
    assertThat(trace.untraced()).isEmpty();
    return trace.rank(SourceKind.PERSON).sources();
  }

  private static List<Victim> of(List<Victim> some, List<Victim> others) {
    Map<ReadTable.Subject, Victim> all = new LinkedHashMap<>();
    some.forEach(each -> all.put(each.subject(), each));
    others.forEach(each -> all.putIfAbsent(each.subject(), each));
    return List.copyOf(all.values());
  }

  @Test
  void whoLeakedIsFirstThoughHalfOfTheVictimsAreStrangers() {
    office(1);
    List<Victim> leaked = leakedBy("E7", 12);
    List<Source> sources = trace(of(leaked, unrelated(0, ORDERS, 12)));
    assertThat(sources.getFirst().name().name()).isEqualTo("E7");
    assertThat(sources.getFirst().isSupported()).isTrue();
    assertThat(sources.getFirst().victims()).containsAll(leaked);
    assertThat(sources.getFirst().expected()).isBetween(0.5, 4.0);
    assertThat(sources.stream().skip(1)).noneMatch(Source::isSupported);
  }

  @Test
  void eachOfTwoWhoLeakedIsFound() {
    office(1);
    List<Source> sources = trace(of(leakedBy("E7", 12), leakedBy("E12", 12)));
    assertThat(sources.stream().filter(Source::isSupported))
        .extracting(source -> source.name().name())
        .containsExactlyInAnyOrder("E7", "E12");
  }

  /** E0 reads a third of everything: of these lists too, and more of them than anybody else. */
  @Test
  void nobodyIsAccusedOfABusyWeekNorOfAJobThatReadsEverything() {
    office(1);
    int accused = 0;
    for (int list = 0; list < 40; list++) {
      int week = random.nextInt(DAYS / 7 - 1) * 7 * 40;
      List<Source> sources =
          trace(list % 2 == 0 ? unrelated(week, week + 7 * 40, 20) : unrelated(0, ORDERS, 20));
      accused += sources.getFirst().isSupported() ? 1 : 0;
      assertThat(sources)
          .filteredOn(source -> source.name().name().equals("E0"))
          .allMatch(source -> source.p() > 0.01 && source.expected() > 2);
    }
    // One in two hundred is what is allowed; three of forty come by that once in a thousand times.
    assertThat(accused).isLessThan(3);
  }

  /** A read before the purchase or after the fraud explains nothing. */
  @Property(tries = 15, shrinking = ShrinkingMode.OFF)
  void onlyReadsBetweenPurchaseAndFraudCount(@ForAll long seed) {
    office(seed);
    List<Victim> victims = unrelated(0, ORDERS, 10);
    for (Source source : trace(victims)) {
      assertThat(source.victims())
          .allMatch(
              victim ->
                  readsOf.get(source.name().name()).stream()
                      .anyMatch(
                          read ->
                              read[0] == victim.subject().low()
                                  && read[1] >= victim.from()
                                  && read[1] <= victim.to()));
    }
  }

  @Test
  void theSameListGivesTheSameAnswerAndWhatIsNotKnownIsTold() {
    office(1);
    List<Victim> victims = new ArrayList<>(leakedBy("E7", 6));
    victims.replaceAll(
        each ->
            new Victim(
                each.line(),
                each.subject(),
                Victim.UNKNOWN,
                Victim.UNKNOWN,
                each.to(),
                Knew.NOTHING));
    List<Source> sources = trace(victims);
    assertThat(trace(victims)).isEqualTo(sources);
    Victim unknown = victim(ORDERS + 1, placed(ORDERS));
    victims.add(unknown);
    Trace trace = Trace.of(table, victims);
    assertThat(trace.rank(SourceKind.PERSON).sources()).isEqualTo(sources);
    assertThat(trace.untraced()).containsExactly(unknown);
  }

  @Test
  void aListOfNobodyKnownNamesNobody() {
    office(1);
    Trace trace = Trace.of(table, List.of(victim(ORDERS + 1, placed(ORDERS))));
    for (SourceKind kind : SourceKind.values()) {
      assertThat(trace.rank(kind).sources()).isEmpty();
    }
  }
}

package io.whoread.bench.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What counts as found, as a false alert, and what the baselines tell. */
class ScoreTest {
  private static final Size TINY = new Size(LocalDate.of(2026, 5, 11), 45, 200, 1, 1, 1);

  private final World world = new World(TINY, 7, true);
  private final Baselines baselines = new Baselines(world);

  /** Of each person, by day, the distinct orders read. */
  private final Map<Person, TreeMap<Integer, Set<Integer>>> read = new HashMap<>();

  @BeforeEach
  void run() {
    world.run(
        visit -> {
          baselines.accept(visit);
          if (visit.reader().person() != null) {
            Set<Integer> ofDay =
                read.computeIfAbsent(visit.reader().person(), p -> new TreeMap<>())
                    .computeIfAbsent(world.days.of(visit.time()), d -> new HashSet<>());
            for (int order : visit.orders()) {
              ofDay.add(order);
            }
          }
        });
  }

  @Test
  void misuseIsFoundByALineOnItsReaderUntilADayAfterItsEnd() {
    List<Told> inTime = new ArrayList<>();
    List<Told> late = new ArrayList<>();
    for (Episode episode : world.episodes()) {
      long day = Days.DAY_MS;
      inTime.add(line(episode, episode.from(), episode.to(), episode.to() + day));
      late.add(line(episode, episode.from(), episode.to(), episode.to() + day + 1));
      late.add(line(episode, episode.from() - day, episode.from() - 1, episode.from()));
    }
    Score found = score(inTime);

    assertThat(found.kinds()).containsOnlyKeys(Kind.values());
    assertThat(found.kinds().values())
        .allSatisfy(
            kind -> {
              assertThat(kind.recall()).isEqualTo(1);
              assertThat(kind.ownRule()).isEqualTo(1);
            });
    Episode export =
        world.episodes().stream().filter(e -> e.kind == Kind.EXPORT).findAny().orElseThrow();
    assertThat(found.kinds().get(Kind.EXPORT).seconds)
        .containsExactly((export.to() - export.from()) / 1e3 + 86_400);
    assertThat(found.kinds().get(Kind.EXPORT).subjects).containsExactly((double) export.subjects());
    assertThat(found.precisionOfAll()).isEqualTo(1);
    assertThat(found.perThousand(Told.WATCH)).isZero();
    assertThat(score(late).kinds().values()).allSatisfy(kind -> assertThat(kind.recall()).isZero());
  }

  private Told line(Episode episode, long from, long to, long raised) {
    String actor =
        episode.person == null
            ? "unknown "
            : Told.key(episode.person.reader.role(), episode.person.reader.id());
    return new Told(
        "id" + episode.kind,
        actor,
        from,
        to,
        raised,
        Told.REVIEW,
        1,
        Set.of(episode.kind.rule()),
        episode.address == null ? Set.of() : Set.of(episode.address),
        episode.operation == null ? Set.of() : Set.of(episode.operation.route));
  }

  @Test
  void anAlertOnSomebodyHonestCountsForEachDayThatItSpeaksOf() {
    Set<Person> misusers = new HashSet<>();
    world.episodes().forEach(episode -> misusers.add(episode.person));
    Person honest =
        world.everybody().stream()
            .filter(
                p -> !misusers.contains(p) && baselines.active(p).get(20, 25).cardinality() == 5)
            .findFirst()
            .orElseThrow();
    String actor = Told.key(honest.reader.role(), honest.reader.id());
    long noon = world.days.start(20) + Days.DAY_MS / 2;
    Told two =
        new Told(
            "two",
            actor,
            noon,
            noon + Days.DAY_MS,
            noon + Days.DAY_MS,
            Told.WATCH,
            1,
            Set.of("bulk"),
            Set.of(),
            Set.of());
    Told before =
        new Told(
            "before",
            actor,
            world.days.start(3),
            world.days.start(4),
            world.days.start(5),
            Told.URGENT,
            9,
            Set.of(),
            Set.of(),
            Set.of());
    Score score = score(List.of(two, two, before));

    assertThat(score.perThousand(Told.WATCH) * score.cleanDays() / 1_000)
        .isCloseTo(2, within(1e-9));
    assertThat(score.perThousand(Told.REVIEW)).isZero();
    assertThat(score.precisionOfDays()).isZero();
  }

  private Score score(List<Told> told) {
    Score score = new Score();
    score.add(world, baselines, told);
    return score;
  }

  @Test
  void theBaselineIsMeanAndThreeSigmaOfThirtyActiveDays() {
    Set<String> expected = new HashSet<>();
    read.forEach(
        (person, byDay) -> {
          List<Integer> history = new ArrayList<>();
          byDay.forEach(
              (day, orders) -> {
                List<Integer> last =
                    history.subList(Math.max(0, history.size() - 30), history.size());
                if (last.size() >= 10) {
                  double mean = last.stream().mapToInt(n -> n).average().orElseThrow();
                  double squares = last.stream().mapToDouble(n -> (n - mean) * (n - mean)).sum();
                  double limit = mean + 3 * Math.sqrt(squares / (last.size() - 1));
                  if (orders.size() > Math.max(30, limit)) {
                    expected.add(person.index + " " + day);
                  }
                }
                history.add(orders.size());
              });
        });

    assertThat(baselines.threeSigma())
        .extracting(Told::id)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(expected).isNotEmpty();
  }

  @Test
  void theFixedThresholdIsWhatOneInAHundredOfTheFirstDaysExceeded() {
    Set<String> expected = new HashSet<>();
    long[] beyond = {0, 0};
    read.forEach(
        (person, byDay) ->
            byDay.forEach(
                (day, orders) -> {
                  boolean over = orders.size() > baselines.threshold();
                  if (day < Size.LEARNT_DAYS - 1) {
                    beyond[0] += over ? 1 : 0;
                    beyond[1]++;
                  } else if (over) {
                    expected.add(person.index + " " + day);
                  }
                }));

    assertThat((double) beyond[0] / beyond[1]).isLessThanOrEqualTo(0.01);
    assertThat(baselines.fixed())
        .extracting(Told::id)
        .containsExactlyInAnyOrderElementsOf(expected);
  }
}

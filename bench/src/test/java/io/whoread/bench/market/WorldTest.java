package io.whoread.bench.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.index.LazyBatch;
import io.whoread.collector.ingest.BatchRules;
import io.whoread.collector.ingest.InvalidBatchException;
import io.whoread.collector.log.v1.PeopleChange;
import io.whoread.record.Roles;
import io.whoread.record.v1.Batch;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** What holds in every marketplace, whatever the seed. */
class WorldTest {
  /** A sale day, holidays, and room for twenty shifts of slow misuse. */
  private static final Size TINY = new Size(LocalDate.of(2026, 5, 11), 45, 200, 1, 1, 1);

  @Property(tries = 2, shrinking = ShrinkingMode.OFF)
  void theSameSeedTellsTheSameTrailAndAnotherSeedAnother(
      @ForAll @LongRange(min = 1, max = 1_000_000) long seed) {
    String trail = digest(seed);

    assertThat(digest(seed)).isEqualTo(trail);
    assertThat(digest(seed + 1)).isNotEqualTo(trail);
  }

  private static String digest(long seed) {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
    World world = new World(TINY, seed, true);
    Trail trail = new Trail(world, (service, batch, at) -> sha256.update(batch.toByteArray()));
    world.run(trail);
    trail.finish();
    return HexFormat.of().formatHex(sha256.digest());
  }

  @Property(tries = 5, shrinking = ShrinkingMode.OFF)
  void whoeverMisusesNothingReadsAtWorkAndWhatIsTheirs(
      @ForAll @LongRange(min = 1, max = 1_000_000) long seed) {
    World world = new World(TINY, seed, true);
    long[] last = {0};
    int[] atWork = {0};
    Set<String> roles = new HashSet<>();
    world.run(
        visit -> {
          assertThat(visit.time()).isGreaterThanOrEqualTo(last[0]);
          last[0] = visit.time();
          roles.add(visit.reader().role());
          for (int order : visit.orders()) {
            assertThat(world.orders.placed(order))
                .as("%s reads what is not placed yet", visit.operation())
                .isLessThanOrEqualTo(visit.time());
          }
          if (visit.planted() == null) {
            isOrdinary(world, visit);
            atWork[0] += visit.reader().person() == null ? 0 : 1;
          }
        });
    assertThat(atWork[0]).isGreaterThan(10_000);
    assertThat(roles)
        .containsExactlyInAnyOrder(
            Roles.STAFF, Roles.SELLER, Roles.COURIER, Roles.CUSTOMER, Roles.SYSTEM);
  }

  private static void isOrdinary(World world, Visit visit) {
    Person person = visit.reader().person();
    if (person != null) {
      assertThat(world.rota.working(person, visit.time()))
          .as("%s at %d, %s", visit.reader().id(), visit.time(), visit.operation())
          .isTrue();
    }
    for (int order : visit.orders()) {
      switch (visit.reader().role()) {
        case Roles.SELLER -> assertThat(world.orders.shop(order)).isEqualTo(person.unit);
        case Roles.COURIER -> assertThat(world.orders.courier(order)).isEqualTo(person.index);
        case Roles.CUSTOMER ->
            assertThat(world.orders.customerId(world.orders.customer(order)))
                .isEqualTo(visit.reader().id());
        default -> {}
      }
    }
  }

  @Property(tries = 5, shrinking = ShrinkingMode.OFF)
  void whatIsSaidToBePlantedIsInTheStream(@ForAll @LongRange(min = 1, max = 1_000_000) long seed) {
    World world = new World(TINY, seed, true);
    Map<Episode, Set<Integer>> read = new HashMap<>();
    Set<String> logged = new HashSet<>();
    world.run(
        visit -> {
          if (visit.planted() != null) {
            Set<Integer> orders = read.computeIfAbsent(visit.planted(), e -> new HashSet<>());
            for (int order : visit.orders()) {
              orders.add(order);
            }
          }
          if (visit.logged()) {
            logged.add(visit.operation().route);
          }
        });

    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    Set<Person> people = new HashSet<>();
    for (Episode episode : world.episodes()) {
      kinds.add(episode.kind);
      if (episode.kind == Kind.LOGGED && !episode.cameToPass()) {
        // In a shop as small as this nobody may have come to the code place while it logged.
        assertThat(logged).doesNotContain(episode.operation.route);
        continue;
      }
      assertThat(episode.cameToPass()).as(episode.kind.label()).isTrue();
      assertThat(world.days.of(episode.from())).isGreaterThanOrEqualTo(Size.LEARNT_DAYS);
      assertThat(episode.subjectsBy(episode.to())).isEqualTo(episode.subjects());
      if (episode.kind == Kind.LOGGED) {
        assertThat(logged).contains(episode.operation.route);
      } else {
        assertThat(read.get(episode)).hasSize(episode.subjects());
      }
      if (episode.person != null) {
        assertThat(people.add(episode.person)).as("does one thing").isTrue();
      }
    }
    assertThat(kinds).containsExactlyInAnyOrder(Kind.values());
  }

  @Test
  void aDayOfSaleHasTenTimesTheOrders() {
    World world = new World(TINY, 1, false);
    int sale = (int) (Days.SALE.toEpochDay() - TINY.start().toEpochDay());
    int[] placed = new int[TINY.days() + 2];
    world.run(
        visit -> {
          if (visit.operation() == Operation.CART_PAID) {
            placed[world.days.of(visit.time())]++;
          }
        });

    assertThat((double) placed[sale] / TINY.orders()).isBetween(7.0, 13.0);
    assertThat((double) placed[sale - 7] / TINY.orders()).isBetween(0.6, 1.5);
  }

  @Test
  void aCollectorWouldTakeEveryBatch() {
    World world = new World(TINY, 1, true);
    Map<String, Long> sequences = new HashMap<>();
    Trail trail =
        new Trail(
            world,
            (service, batch, at) -> {
              ByteString bytes = batch.toByteString();
              try {
                BatchRules.check(LazyBatch.of(bytes), at);
              } catch (InvalidBatchException | InvalidProtocolBufferException e) {
                throw new AssertionError(service + ": " + e.getMessage(), e);
              }
              assertThat(batch.getSequence()).isEqualTo(sequences.merge(service, 1L, Long::sum));
            });
    world.run(trail);
    trail.finish();

    assertThat(sequences)
        .containsOnlyKeys(
            "desk", "warehouse", "finance", "seller-center", "courier-app", "shop-app", "batch");
  }

  @Test
  void theRegisterSaysWhoIsInWhichTeamAndWhoLeft() {
    World world = new World(TINY, 1, true);
    Map<String, io.whoread.collector.log.v1.Person> register = new HashMap<>();
    Map<String, Long> saidLeft = new HashMap<>();
    Trail trail =
        new Trail(
            world,
            new Trail.Sink() {
              @Override
              public void batch(String service, Batch batch, long receivedMs) {}

              @Override
              public void people(PeopleChange change, long receivedMs) {
                for (io.whoread.collector.log.v1.Person one : change.getPeopleList()) {
                  register.put(one.getId(), one);
                  if (one.getLeftDay() != 0) {
                    saidLeft.putIfAbsent(one.getId(), receivedMs);
                  }
                }
              }
            });
    world.run(trail);

    int last = TINY.days() - 1;
    for (Person person : world.everybody()) {
      io.whoread.collector.log.v1.Person entry = register.get(person.reader.id());
      if (person.job(last) == Job.SELLER || person.joined > last) {
        assertThat(entry).isNull();
      } else {
        assertThat(entry.getTeam()).isEqualTo(person.team(last));
        assertThat(entry.getLeftDay() != 0).isEqualTo(person.left <= last);
      }
    }
    Episode left =
        world.episodes().stream().filter(e -> e.kind == Kind.LEFT).findAny().orElseThrow();
    assertThat(saidLeft.get(left.person.reader.id())).isLessThan(left.from());
    assertThat(register.values())
        .as("somebody is on call")
        .anyMatch(person -> person.getDutiesCount() > 0);
  }
}

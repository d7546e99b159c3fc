package io.whoread.bench.market;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Everybody who works: staff by job, the accounts of each shop, and a courier for each round. */
final class People {
  private static final double SHOPS_PER_THOUSAND = 45;
  private static final double SPREAD_OF_RATES = 0.35;
  private static final double JOINERS = 0.06;
  private static final double LEAVERS = 0.04;
  private static final double CHANGERS = 0.03;

  private static final Map<Job, Integer> TEAM_SIZES =
      Map.of(Job.SERVICE, 15, Job.COURIER, 20, Job.WAREHOUSE, 40);

  private final Size size;
  private final long seed;
  private final List<Person> all = new ArrayList<>();
  private final Map<Job, List<Person>> byJob = new EnumMap<>(Job.class);
  private final List<List<Person>> shops = new ArrayList<>();
  private final List<String> shopIds = new ArrayList<>();
  private final List<Person> rounds = new ArrayList<>();

  /** Of the shops, what share of all orders goes to this one or one before it. */
  private final double[] shares;

  People(Size size, long seed) {
    this.size = size;
    this.seed = seed;
    for (Job job : Job.values()) {
      int people =
          (int)
              Math.max(
                  job.atLeast, Math.round(job.perThousand * size.orders() * size.people() / 1_000));
      if (job != Job.SELLER) {
        for (int i = 0; i < people; i++) {
          hire(job, i);
        }
      }
    }
    shares = new double[shopCount()];
    openShops();
    all.forEach(this::course);
  }

  private int shopCount() {
    return (int)
        Math.max(12, Math.round(SHOPS_PER_THOUSAND * size.orders() * size.people() / 1_000));
  }

  private void hire(Job job, int number) {
    int teamSize = TEAM_SIZES.getOrDefault(job, Integer.MAX_VALUE);
    String team =
        teamSize == Integer.MAX_VALUE ? job.team : job.team + "-" + (number / teamSize + 1);
    String id = (job == Job.COURIER ? "c" : "e") + (10_001 + all.size());
    add(job, team, id, null, job == Job.COURIER ? number : -1);
    if (job == Job.COURIER) {
      rounds.add(all.getLast());
    }
  }

  private void openShops() {
    double sum = 0;
    for (int shop = 0; shop < shares.length; shop++) {
      sum += Math.pow(shop + 5, -0.8);
      shares[shop] = sum;
    }
    for (int shop = 0; shop < shares.length; shop++) {
      double orders = Math.pow(shop + 5, -0.8) / sum * size.orders();
      shares[shop] /= sum;
      String id = "s" + (100_001 + shop);
      shopIds.add(id);
      shops.add(new ArrayList<>());
      Reader owner = new Reader(Job.SELLER.role(), id, null);
      int accounts = Math.clamp(Math.round(orders / 40), 1, 12);
      for (int account = 0; account < accounts; account++) {
        add(
            Job.SELLER,
            Job.SELLER.team,
            account == 0 ? id : id + "-" + account,
            account == 0 ? null : owner,
            shop);
        shops.get(shop).add(all.getLast());
      }
    }
  }

  private void add(Job job, String team, String id, Reader behalf, int unit) {
    Dice dice = Dice.of(seed, "person", all.size());
    Person person =
        new Person(
            all.size(),
            job,
            team,
            id,
            behalf,
            unit,
            dice.logNormal(SPREAD_OF_RATES),
            dice.below(210));
    person.twoDevices = dice.chance(job == Job.SELLER ? 0.3 : 0.05);
    person.late = job == Job.SELLER && dice.chance(0.1);
    all.add(person);
    byJob.computeIfAbsent(job, j -> new ArrayList<>()).add(person);
  }

  /** What happens to a person in the course of the days. */
  private void course(Person person) {
    Dice dice = Dice.of(seed, "course", person.index);
    if (dice.chance(0.5)) {
      person.vacations = new int[] {dice.between(-3, size.days())};
    }
    double fate = dice.share();
    int day = dice.between(2, Math.max(3, size.days() - 12));
    boolean alone = person.job(0) == Job.SELLER && person.behalf == null;
    if (alone || person.job(0) == Job.COURIER) {
      return;
    }
    if (fate < JOINERS) {
      person.joined = day;
    } else if (fate < JOINERS + LEAVERS) {
      person.left = day + 10;
    } else if (fate < JOINERS + LEAVERS + CHANGERS && person.job(0) == Job.SERVICE) {
      boolean toReturns = dice.chance(0.5);
      person.change(
          day,
          toReturns ? Job.RETURNS : Job.SERVICE,
          toReturns ? Job.RETURNS.team : Job.SERVICE.team + "-1");
    }
  }

  List<Person> all() {
    return all;
  }

  /** Who had a job when the story began. */
  List<Person> of(Job job) {
    return byJob.get(job);
  }

  /** Real shops; one more number is the marketplace's own, in which canaries are placed. */
  int shops() {
    return shops.size();
  }

  List<Person> accounts(int shop) {
    return shops.get(shop);
  }

  String shopId(int shop) {
    return shop < shopIds.size() ? shopIds.get(shop) : "house";
  }

  /** Every second shop sends its parcels itself. */
  boolean shipsItself(int shop) {
    return shop % 2 == 1;
  }

  int shopFor(Dice dice) {
    double share = dice.share();
    int low = 0;
    int high = shares.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (shares[middle] < share) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  int rounds() {
    return rounds.size();
  }

  Person courier(int round) {
    return rounds.get(round);
  }
}

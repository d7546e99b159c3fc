package io.whoread.bench.market;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.IntSupplier;

/** The reads of each kind of misuse. */
final class Theft {
  private static final long MINUTE_MS = 60_000L;
  private static final long HOUR_MS = 60 * MINUTE_MS;
  private static final int EXPORTED = 3_000;
  private static final int A_PAGE = 500;
  private static final int TRIES = 100_000;

  private final World world;
  private final Orders orders;
  private final Customers customers;

  Theft(World world) {
    this.world = world;
    this.orders = world.orders;
    this.customers = new Customers(world);
  }

  /**
   * Adds one day of an episode.
   *
   * @param shift the actor's of that day; null where there is none
   */
  void plant(Episode episode, int day, Shift shift, Dice dice) {
    switch (episode.kind) {
      case BULK_DAY -> spread(episode, shift, any(80, shift.from(), dice), dice);
      case BULK_MINUTE -> {
        long from = within(shift, dice);
        opened(episode, new Shift(from, from + MINUTE_MS), any(40, from, dice), dice);
      }
      case EXPORT -> export(episode, within(shift, dice), dice);
      case FRESH -> spread(episode, shift, fresh(60, shift.from(), dice), dice);
      case OFF_HOURS -> night(episode, day, dice);
      case SLOW -> spread(episode, shift, any(8, shift.from(), dice), dice);
      case UNEXPLAINED -> spread(episode, shift, finished(20, day, shift.from(), dice), dice);
      case ENUMERATION -> walk(episode, within(shift, dice), dice);
      case OUTSIDE_SELLER, OUTSIDE_COURIER -> {
        long from = within(shift, dice);
        opened(episode, hour(from, shift), others(15, episode.person, from, dice), dice);
      }
      case CANARY -> {
        int[] some = any(10, shift.from(), dice);
        some[dice.below(some.length)] = canary(shift.from(), dice);
        spread(episode, shift, some, dice);
      }
      case FIRST_TIME -> takenOver(episode, within(shift, dice), shift, dice);
      case SHARED -> second(episode, day, shift, dice);
      case REUSED -> asCustomers(episode, day, dice);
      case LEFT -> left(episode, day, dice);
      case LOGGED -> throw new IllegalArgumentException("is no reader's doing");
    }
  }

  private static long within(Shift shift, Dice dice) {
    long end = shift.to() - Workload.LAST_MS;
    return dice.between(shift.from(), Math.max(shift.from() + 1, end - 90 * MINUTE_MS));
  }

  private static Shift hour(long from, Shift shift) {
    return new Shift(from, Math.min(from + HOUR_MS + Workload.LAST_MS, shift.to()));
  }

  /** Over a whole shift. */
  private void spread(Episode episode, Shift shift, int[] which, Dice dice) {
    long[] times = Workload.times(shift, which.length, dice);
    for (int i = 0; i < which.length; i++) {
      open(episode, times[i], which[i]);
    }
  }

  /** Evenly over an interval that a script could keep to. */
  private void opened(Episode episode, Shift interval, int[] which, Dice dice) {
    for (int order : which) {
      open(episode, dice.between(interval.from(), interval.to()), order);
    }
  }

  private void open(Episode episode, long time, int... which) {
    Person person = episode.person;
    int day = world.days.of(time);
    read(
        episode,
        time,
        person.job(day).opens(),
        world.addresses.of(person, false, time),
        world.session(person, 0, day),
        "",
        which);
  }

  private void read(
      Episode episode,
      long time,
      Operation operation,
      String address,
      long session,
      String purpose,
      int... which) {
    Person person = episode.person;
    world.read(
        new Visit(
            time,
            person.reader,
            person.behalf,
            operation,
            address,
            session,
            purpose,
            which,
            false,
            episode));
  }

  private void export(Episode episode, long from, Dice dice) {
    Person person = episode.person;
    int day = world.days.of(from);
    int[] all = any(Math.min(EXPORTED, orders.placedBy(from) / 4), from, dice);
    for (int page = 0; page * A_PAGE < all.length; page++) {
      int[] part = new int[Math.min(A_PAGE, all.length - page * A_PAGE)];
      System.arraycopy(all, page * A_PAGE, part, 0, part.length);
      read(
          episode,
          from + page * 2_000L,
          person.job(day).exports(),
          world.addresses.of(person, false, from),
          world.session(person, 0, day),
          "",
          part);
    }
  }

  /** Half past midnight to half past four, by one who never works then. */
  private void night(Episode episode, int day, Dice dice) {
    long from = world.days.start(day + 1) + HOUR_MS / 2;
    Shift night = new Shift(from, from + 4 * HOUR_MS);
    int[] which =
        episode.person.job(day) == Job.COURIER
            ? draw(15, () -> carriedBy(episode.person, from, dice))
            : any(15, from, dice);
    for (int order : which) {
      long time = dice.between(night.from(), night.to());
      read(
          episode,
          time,
          episode.person.job(day).opens(),
          world.addresses.atHome(episode.person, time),
          world.session(episode.person, 2, day),
          "",
          order);
    }
  }

  private int carriedBy(Person courier, long time, Dice dice) {
    int by = orders.placedBy(time);
    for (int i = 0; i < TRIES; i++) {
      int order = dice.below(by);
      if (orders.courier(order) == courier.index) {
        return order;
      }
    }
    return dice.below(by);
  }

  /** Order numbers one after the other, as fast as a person clicks. */
  private void walk(Episode episode, long from, Dice dice) {
    int n = 80;
    int first = dice.below(orders.placedBy(from) - n);
    long time = from;
    for (int i = 0; i < n; i++) {
      open(episode, time, first + i);
      time += 15_000 + dice.below(30_000);
    }
  }

  /** From an address and with an operation that this account has never used. */
  private void takenOver(Episode episode, long from, Shift shift, Dice dice) {
    String address = world.addresses.foreign(1_000 + episode.person.index);
    for (int order : any(12, from, dice)) {
      Shift hour = hour(from, shift);
      long time = dice.between(hour.from(), hour.to());
      long session = world.session(episode.person, 3, world.days.of(from));
      read(episode, time, Operation.REFUND_OPEN, address, session, "", order);
    }
  }

  /** Another one works under the same account at the same time, from another place. */
  private void second(Episode episode, int day, Shift shift, Dice dice) {
    String address = world.addresses.foreign(1_000 + episode.person.index);
    long session = world.session(episode.person, 3, day);
    int[] which = fresh(dice.negativeBinomial(25, 5) + 5, shift.from(), dice);
    long[] times = Workload.times(shift, which.length, dice);
    for (int i = 0; i < which.length; i++) {
      String purpose = "T" + (Dice.hash(world.seed, "ticket", which[i], times[i]) >>> 40);
      read(episode, times[i], Operation.ORDER_OPEN, address, session, purpose, which[i]);
    }
  }

  /** Lists of passwords are tried: one address reads as one customer after the other. */
  private void asCustomers(Episode episode, int day, Dice dice) {
    long time = world.days.start(day) + dice.between(9, 21) * HOUR_MS;
    for (int order : any(60, time, dice)) {
      time += 30_000 + dice.below(120_000);
      Reader customer = Reader.customer(orders.customerId(orders.customer(order)));
      episode.accounts.add(customer.id());
      long session = Dice.hash(world.seed, "stolen", order);
      for (Operation operation : new Operation[] {Operation.MY_LIST, Operation.MY_OPEN}) {
        int[] which = operation == Operation.MY_LIST ? customers.own(order) : new int[] {order};
        world.read(
            new Visit(
                time,
                customer,
                null,
                operation,
                episode.address,
                session,
                "",
                which,
                false,
                episode));
        time += 5_000;
      }
    }
  }

  /** An account that should be no more. */
  private void left(Episode episode, int day, Dice dice) {
    long from = world.days.start(day) + dice.between(9, 20) * HOUR_MS;
    for (int order : any(6, from, dice)) {
      long time = from + dice.between(0L, HOUR_MS);
      String address = world.addresses.atHome(episode.person, time);
      long session = world.session(episode.person, 2, day);
      read(episode, time, episode.person.job(day).opens(), address, session, "", order);
    }
  }

  /** Whoever sells data takes what there is. */
  private int[] any(int n, long time, Dice dice) {
    int by = orders.placedBy(time);
    return draw(n, () -> dice.below(by));
  }

  private int[] fresh(int n, long time, Dice dice) {
    int from = orders.placedBy(time - 2 * Days.DAY_MS);
    int by = orders.placedBy(time);
    return draw(n, () -> dice.between(from, by));
  }

  /** Nothing was to be done about them for a month. */
  private int[] finished(int n, int day, long time, Dice dice) {
    int by = orders.placedBy(time);
    return draw(
        n,
        () -> {
          int order = dice.below(by);
          while (orders.finishedFor(order, day) <= 30) {
            order = dice.below(by);
          }
          return order;
        });
  }

  /** Other shops' orders; of a courier, parcels that others carry. */
  private int[] others(int n, Person person, long time, Dice dice) {
    int by = orders.placedBy(time);
    boolean courier = person.job(world.days.of(time)) == Job.COURIER;
    return draw(
        n,
        () -> {
          int order = dice.below(by);
          while (courier
              ? orders.courier(order) < 0 || orders.courier(order) == person.index
              : orders.shop(order) == person.unit) {
            order = dice.below(by);
          }
          return order;
        });
  }

  private int canary(long time, Dice dice) {
    Ints canaries = world.canaries();
    int order = canaries.get(dice.below(canaries.size()));
    while (orders.placed(order) > time) {
      order = canaries.get(dice.below(canaries.size()));
    }
    return order;
  }

  /** Different ones. */
  private static int[] draw(int n, IntSupplier one) {
    Set<Integer> drawn = new LinkedHashSet<>();
    for (int i = 0; i < TRIES && drawn.size() < n; i++) {
      drawn.add(one.getAsInt());
    }
    return drawn.stream().mapToInt(Integer::intValue).toArray();
  }
}

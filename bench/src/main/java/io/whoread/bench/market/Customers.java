package io.whoread.bench.market;

import io.whoread.bench.market.Agenda.Task;

/** Customers look at their own orders, and machines at all. */
final class Customers {
  private static final Reader SETTLEMENT = Reader.machine("settle");
  private static final Reader NOTIFIER = Reader.machine("notify");
  private static final int CHUNK = 300;
  private static final int MOST_OWN = 10;

  private final World world;

  Customers(World world) {
    this.world = world;
  }

  /**
   * @param first the day's first order
   */
  void day(int day, int first) {
    Dice dice = world.dice("customers", day);
    for (int order = first; order < world.orders.size(); order++) {
      long placed = world.orders.placed(order);
      visit(order, placed, Operation.CART_PAID, order);
      if (dice.chance(0.3)) {
        look(order, placed + 30_000 + dice.below(600_000), dice.chance(0.4));
      }
    }
    Ints tracked = world.agenda.take(Task.TRACK, day);
    for (int i = 0; i < tracked.size(); i++) {
      long time = world.days.start(day) + 8 * 3_600_000L + dice.below(14 * 3_600_000);
      look(tracked.get(i), time, dice.chance(0.5));
    }
    settle(day, dice);
  }

  private void look(int order, long time, boolean list) {
    if (list) {
      visit(order, time, Operation.MY_LIST, own(order));
    }
    visit(order, time + 8_000, Operation.MY_OPEN, order);
  }

  /** This order and those that the same customer placed before it, newest first. */
  int[] own(int order) {
    Ints own = new Ints();
    for (int o = order; o >= 0 && own.size() < MOST_OWN; o = world.orders.before(o)) {
      own.add(o);
    }
    return own.toArray();
  }

  private void visit(int order, long time, Operation operation, int... which) {
    int customer = world.orders.customer(order);
    world.read(
        new Visit(
            time,
            Reader.customer(world.orders.customerId(customer)),
            null,
            operation,
            world.addresses.ofCustomer(customer),
            Dice.hash(world.seed, "visit", customer, time / 3_600_000L),
            "",
            which,
            false,
            null));
  }

  /** At two in the morning a job goes through what was placed the day before. */
  private void settle(int day, Dice dice) {
    int from = world.orders.placedBy(world.days.start(day - 1) - 1);
    int to = world.orders.placedBy(world.days.start(day) - 1);
    long time = world.days.start(day) + 2 * 3_600_000L;
    for (int first = from; first < to; first += CHUNK) {
      int[] chunk = new int[Math.min(CHUNK, to - first)];
      for (int i = 0; i < chunk.length; i++) {
        chunk[i] = first + i;
      }
      world.read(machine(SETTLEMENT, Operation.SETTLE, time, chunk));
      time += 200 + dice.below(200);
    }
  }

  /** The parcel is on its way. */
  static Visit notice(long time, int order) {
    return machine(NOTIFIER, Operation.NOTIFY, time, order);
  }

  private static Visit machine(Reader machine, Operation operation, long time, int... orders) {
    return new Visit(time, machine, null, operation, "", 0, "", orders, false, null);
  }
}

package io.whoread.bench.market;

import io.whoread.bench.market.Agenda.Task;
import java.util.Arrays;

/** Places each day's orders, and sets down what will come of each. */
final class OrderBook {
  /** Orders by hour of the day: few at night, most in the evening. */
  private static final double[] HOURS = {
    2.4, 1.2, .7, .4, .4, .7, 1.5, 2.6, 4, 5.4, 6.2, 5.8, 5.4, 5.2, 5.2, 5.3, 5.2, 4.8, 4.7, 5.6,
    7.2, 7.8, 6.8, 4.6
  };

  private static final double RETURNS = 0.08;
  private static final double NIGHT_TICKETS = 0.08;
  private static final int DAYS_PER_CANARY = 2;

  private final World world;
  private final double hours;

  OrderBook(World world) {
    this.world = world;
    hours = Arrays.stream(HOURS).sum();
  }

  void open(int day) {
    Dice dice = world.dice("orders", day);
    long[] times = new long[dice.poisson(world.size.orders() * world.days.volume(day))];
    for (int i = 0; i < times.length; i++) {
      times[i] = world.days.start(day) + hour(dice) * 3_600_000L + dice.below(3_600_000);
    }
    Arrays.sort(times);
    int canary = day % DAYS_PER_CANARY == 0 ? dice.below(Math.max(1, times.length)) : -1;
    for (int i = 0; i < times.length; i++) {
      place(times[i], day, i == canary, dice);
    }
  }

  private int hour(Dice dice) {
    double share = dice.share() * hours;
    int hour = 0;
    while (hour < 23 && (share -= HOURS[hour]) > 0) {
      hour++;
    }
    return hour;
  }

  private void place(long time, int day, boolean canary, Dice dice) {
    // Some buy often.
    int customer = (int) (Math.pow(dice.share(), 1.5) * world.size.orders() * 40);
    int round = dice.below(world.people.rounds());
    int shop = world.people.shopFor(dice);
    if (canary) {
      world.canary(world.orders.place(time, world.size.orders() * 40, world.people.shops(), round));
      return;
    }
    int order = world.orders.place(time, customer, shop, round);
    int packed = packed(day, dice);
    int delivered = packed + 1 + transit(dice);
    Integer returned = dice.chance(RETURNS) ? (Integer) (delivered + dice.between(1, 11)) : null;
    world.orders.plan(order, packed, delivered, returned);
    if (delivered < 0) {
      world.orders.give(order, world.people.courier(round).index);
    }
    world.later(Task.SELL, day, order);
    world.later(Task.PACK, packed, order);
    world.later(Task.DELIVER, delivered, order);
    if (dice.chance(0.6)) {
      world.later(Task.TRACK, delivered, order);
    }
    if (returned != null) {
      world.later(Task.RETURN, returned, order);
      world.later(Task.REFUND, returned + dice.between(1, 3), order);
    }
    ticket(dice, 0.10, order, day);
    ticket(dice, 0.10, order, dice.between(packed, delivered + 1));
    ticket(dice, 0.06, order, delivered + dice.below(9));
    ticket(dice, 0.012, order, delivered + dice.between(15, 51));
  }

  private int packed(int day, Dice dice) {
    if (world.days.sale(day)) {
      return day + 1 + dice.below(4);
    }
    double share = dice.share();
    return day + (share < 0.25 ? 0 : share < 0.9 ? 1 : 2);
  }

  private static int transit(Dice dice) {
    double share = dice.share();
    return share < 0.45 ? 0 : share < 0.8 ? 1 : share < 0.95 ? 2 : 3;
  }

  private void ticket(Dice dice, double chance, int order, int day) {
    if (dice.chance(chance)) {
      world.later(dice.chance(NIGHT_TICKETS) ? Task.NIGHT_TICKET : Task.TICKET, day, order);
    }
  }
}

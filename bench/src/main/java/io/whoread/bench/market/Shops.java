package io.whoread.bench.market;

import io.whoread.bench.market.Agenda.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What sellers read of their shops' orders, and couriers of the parcels they carry. */
final class Shops {
  private static final int ROUTE = 60;
  private static final int MOST_EXPORTED = 500;

  private final World world;
  private final Lists lists;

  Shops(World world) {
    this.world = world;
    this.lists = new Lists(world);
  }

  void day(int day) {
    sell(day, world.agenda.take(Task.SELL, day), Operation.SHOP_OPEN, 0.5);
    ship(day);
    look(day);
    deliver(day);
  }

  private void ship(int day) {
    Ints packed = world.agenda.take(Task.PACK, day);
    Ints own = new Ints();
    for (int i = 0; i < packed.size(); i++) {
      if (world.people.shipsItself(world.orders.shop(packed.get(i)))) {
        own.add(packed.get(i));
      } else {
        world.later(Task.PACK, day, packed.get(i));
      }
    }
    sell(day, own, Operation.SHOP_PRINT, 1);
  }

  /** Each order is looked at by one of the shop's accounts, on the next day where too late. */
  private void sell(int day, Ints orders, Operation operation, double share) {
    Dice dice = world.dice(operation.name(), day);
    for (int i = 0; i < orders.size(); i++) {
      int order = orders.get(i);
      if (world.orders.placedOn(order) == day && !dice.chance(share)) {
        continue;
      }
      Person person = account(order, day, dice);
      Shift shift = person == null ? null : world.rota.shift(person, day);
      long from = world.orders.placed(order) + 60_000;
      if (shift == null || from >= shift.to() - Workload.LAST_MS) {
        if (operation == Operation.SHOP_OPEN && world.orders.placedOn(order) == day) {
          world.later(Task.SELL, day + 1, order);
        } else if (operation == Operation.SHOP_PRINT) {
          world.later(Task.PACK, day + 1, order);
        }
        continue;
      }
      long time = dice.between(Math.max(from, shift.from()), shift.to() - Workload.LAST_MS);
      world.read(person, time, operation, "", order);
    }
  }

  private Person account(int order, int day, Dice dice) {
    List<Person> there = new ArrayList<>();
    for (Person person : world.people.accounts(world.orders.shop(order))) {
      if (world.rota.shift(person, day) != null) {
        there.add(person);
      }
    }
    return there.isEmpty() ? null : there.get(dice.below(there.size()));
  }

  /** Lists of the newest orders, many times a day; a few export the week on Mondays. */
  private void look(int day) {
    Dice dice = world.dice("look", day);
    boolean monday = world.days.date(day).getDayOfWeek().getValue() == 1;
    double busy = Math.pow(Math.max(1, world.days.volume(day)), 0.7);
    for (Person person : world.duty(Job.SELLER, day)) {
      Shift shift = world.rota.shift(person, day);
      int n = 1 + dice.negativeBinomial(3 * world.rate(person, day) * busy * world.size.looks(), 3);
      for (long time : Workload.times(shift, n, dice)) {
        list(person, time, 0);
        if (dice.chance(0.3)) {
          list(person, time + 20_000, Lists.PAGE);
        }
      }
      if (monday && person.turn % 7 == 0) {
        long time = dice.between(shift.from(), shift.to() - Workload.LAST_MS);
        read(
            person, time, Operation.SHOP_EXPORT, lists.ofShop(person.unit, time, 0, MOST_EXPORTED));
      }
    }
  }

  private void list(Person person, long time, int skipped) {
    read(person, time, Operation.SHOP_LIST, lists.ofShop(person.unit, time, skipped, Lists.PAGE));
  }

  private void read(Person person, long time, Operation operation, int[] orders) {
    if (orders.length > 0) {
      world.read(person, time, operation, "", orders);
    }
  }

  private void deliver(int day) {
    Ints parcels = world.agenda.take(Task.DELIVER, day);
    Ints[] rounds = new Ints[world.people.rounds()];
    for (int i = 0; i < parcels.size(); i++) {
      int order = parcels.get(i);
      Person courier = courier(world.orders.round(order), day);
      if (courier == null) {
        world.later(Task.DELIVER, day + 1, order);
        continue;
      }
      world.orders.give(order, courier.index);
      if (rounds[courier.unit] == null) {
        rounds[courier.unit] = new Ints();
      }
      rounds[courier.unit].add(order);
    }
    Dice dice = world.dice("rounds", day);
    for (int round = 0; round < rounds.length; round++) {
      if (rounds[round] != null) {
        carry(world.people.courier(round), rounds[round].toArray(), day, dice);
      }
    }
  }

  /** Of the round, or the nearest one who is there. */
  private Person courier(int round, int day) {
    int rounds = world.people.rounds();
    for (int i = 0; i < rounds; i++) {
      Person courier = world.people.courier((round + i) % rounds);
      if (world.rota.shift(courier, day) != null) {
        return courier;
      }
    }
    return null;
  }

  /** The whole round is fetched ahead, then parcels are opened one by one, and most are rung up. */
  private void carry(Person courier, int[] parcels, int day, Dice dice) {
    Shift shift = world.rota.shift(courier, day);
    for (int from = 0; from < parcels.length; from += ROUTE) {
      int[] part = Arrays.copyOfRange(parcels, from, Math.min(parcels.length, from + ROUTE));
      long time = shift.from() + dice.below(600_000);
      world.read(courier, time, Operation.ROUND_LIST, "", part);
      if (dice.chance(0.5)) {
        world.read(courier, time + 5 * 3_600_000L, Operation.ROUND_LIST, "", part);
      }
    }
    long[] times = Workload.times(shift, parcels.length, dice);
    for (int i = 0; i < parcels.length; i++) {
      if (dice.chance(0.9)) {
        world.read(courier, times[i], Operation.PARCEL_OPEN, "", parcels[i]);
      }
      if (dice.chance(0.55)) {
        world.read(courier, times[i] + 30_000, Operation.PARCEL_CALL, "", parcels[i]);
      }
    }
  }
}

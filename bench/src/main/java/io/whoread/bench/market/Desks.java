package io.whoread.bench.market;

import io.whoread.bench.market.Agenda.Task;
import java.util.List;

/** What the marketplace's own staff read in the course of their work. */
final class Desks {
  private static final long MINUTE_MS = 60_000L;
  private static final int WAVE = 25;

  private final World world;
  private final Workload workload;
  private final Lists lists;

  /** What one piece of work brings with it. */
  private interface Work {
    void on(Person person, Shift shift, long time, int order, Dice dice);
  }

  Desks(World world) {
    this.world = world;
    this.workload = new Workload(world);
    this.lists = new Lists(world);
  }

  void day(int day) {
    work(Task.TICKET, Job.SERVICE, day, this::ticket);
    work(Task.NIGHT_TICKET, Job.NIGHT_SERVICE, day, this::ticket);
    work(Task.RETURN, Job.RETURNS, day, this::sentBack);
    work(Task.REFUND, Job.FINANCE, day, this::refund);
    pack(day);
    check(day);
    operate(day);
    if (world.days.monthEnd(day)) {
      settle(day);
    }
  }

  /**
   * Hands a day's orders out; what nobody is there for, or comes too late, is left for tomorrow.
   */
  private void work(Task task, Job job, int day, Work work) {
    deal(task, world.agenda.take(task, day), job, day, work);
  }

  private void deal(Task task, Ints todo, Job job, int day, Work work) {
    List<Person> duty = world.duty(job, day);
    if (duty.isEmpty()) {
      for (int i = 0; i < todo.size(); i++) {
        world.later(task, day + 1, todo.get(i));
      }
      return;
    }
    Dice dice = world.dice("work", job.ordinal(), day);
    Ints[] dealt = workload.deal(todo, duty, day, dice);
    for (int p = 0; p < dealt.length; p++) {
      Shift shift = world.rota.shift(duty.get(p), day);
      long[] times = Workload.times(shift, dealt[p].size(), dice);
      for (int i = 0; i < times.length; i++) {
        int order = dealt[p].get(i);
        long time = Math.max(times[i], world.orders.placed(order) + 5 * MINUTE_MS);
        if (time < shift.to() - Workload.LAST_MS) {
          work.on(duty.get(p), shift, time, order, dice);
        } else {
          world.later(task, day + 1, order);
        }
      }
    }
  }

  /** A customer asks: the order is looked for, opened, perhaps called about, perhaps once more. */
  private void ticket(Person person, Shift shift, long time, int order, Dice dice) {
    String purpose =
        dice.chance(0.85) ? "T" + (Dice.hash(world.seed, "ticket", order, time) >>> 40) : "";
    long at = time;
    if (dice.chance(0.45)) {
      world.read(person, at, Operation.ORDER_SEARCH, purpose, lists.search(order, at, dice));
      at += 5_000 + (long) dice.exponential(15_000);
    }
    world.read(person, at, Operation.ORDER_OPEN, purpose, order);
    if (dice.chance(0.4)) {
      at += 10_000 + (long) dice.exponential(30_000);
      reveal(person, shift, at, purpose, order);
    }
    int before = world.orders.before(order);
    if (before >= 0 && dice.chance(0.12)) {
      read(person, shift, at + 40_000, Operation.ORDER_OPEN, purpose, before);
    }
    if (dice.chance(0.3)) {
      at += 5 * MINUTE_MS + (long) dice.exponential(20 * MINUTE_MS);
      read(person, shift, at, Operation.ORDER_OPEN, purpose, order);
    }
  }

  private void reveal(Person person, Shift shift, long time, String purpose, int order) {
    read(person, shift, time, Operation.ORDER_REVEAL, purpose, order);
  }

  /** Unless the shift is over by then. */
  private void read(
      Person person, Shift shift, long time, Operation operation, String purpose, int order) {
    if (shift.holds(time)) {
      world.read(person, time, operation, purpose, order);
    }
  }

  private void sentBack(Person person, Shift shift, long time, int order, Dice dice) {
    String purpose = "R" + order;
    if (dice.chance(0.3)) {
      world.read(person, time, Operation.ORDER_SEARCH, purpose, lists.search(order, time, dice));
    }
    read(person, shift, time + 20_000, Operation.RETURN_OPEN, purpose, order);
    if (dice.chance(0.3)) {
      reveal(person, shift, time + 60_000, purpose, order);
    }
  }

  private void refund(Person person, Shift shift, long time, int order, Dice dice) {
    world.read(person, time, Operation.REFUND_OPEN, "R" + order, order);
  }

  /** Parcels of shops that do not send their own; one in six is packed at night. */
  private void pack(int day) {
    Ints todo = world.agenda.take(Task.PACK, day);
    Ints byDay = new Ints();
    Ints byNight = new Ints();
    for (int i = 0; i < todo.size(); i++) {
      int order = todo.get(i);
      if (world.people.shipsItself(world.orders.shop(order))) {
        continue;
      }
      (Dice.hash(world.seed, "night", order) % 6 == 0 ? byNight : byDay).add(order);
    }
    wave(byDay, Job.WAREHOUSE, day);
    wave(byNight, Job.NIGHT_WAREHOUSE, day);
  }

  /** Packers get lists of twenty-five, and print a waybill for each. */
  private void wave(Ints todo, Job job, int day) {
    Person[] last = {null};
    deal(
        Task.PACK,
        todo,
        job,
        day,
        (person, shift, time, order, dice) -> {
          if (last[0] != person || dice.chance(1.0 / WAVE)) {
            last[0] = person;
            world.read(person, time, Operation.PICK_LIST, "", nextWave(order, day, dice));
          }
          read(person, shift, time + 15_000, Operation.WAYBILL_PRINT, "", order);
          world.read(Customers.notice(time + 60_000, order));
        });
  }

  private int[] nextWave(int order, int day, Dice dice) {
    return lists.drawn(
        WAVE,
        world.days.start(day - 1),
        Math.max(world.days.start(day), world.orders.placed(order)),
        dice);
  }

  /** Leads look at what was answered in the last days. */
  private void check(int day) {
    Dice dice = world.dice("check", day);
    for (Person person : world.duty(Job.LEAD, day)) {
      Shift shift = world.rota.shift(person, day);
      int n = dice.negativeBinomial(20 * person.rate, 4);
      for (long time : Workload.times(shift, n, dice)) {
        for (int order : lists.drawn(1, time - 10 * Days.DAY_MS, time, dice)) {
          world.read(person, time, Operation.ORDER_OPEN, "quality", order);
        }
      }
    }
  }

  /** Operations look into what went wrong, at night as well. */
  private void operate(int day) {
    Dice dice = world.dice("operate", day);
    for (Person person : world.people.all()) {
      if (person.job(day) != Job.OPERATIONS) {
        continue;
      }
      Shift shift = world.rota.shift(person, day);
      if (shift != null) {
        incidents(person, shift, dice.negativeBinomial(15 * person.rate, 2), dice);
      }
      Shift night = world.rota.onCall(person, day);
      if (night != null && dice.chance(0.2)) {
        incidents(person, night, dice.between(3, 9), dice);
      }
    }
  }

  private void incidents(Person person, Shift shift, int n, Dice dice) {
    for (long time : Workload.times(shift, n, dice)) {
      String purpose = dice.chance(0.5) ? "INC" + world.days.of(time) : "";
      for (int order : lists.drawn(1, time - 5 * Days.DAY_MS, time, dice)) {
        world.read(person, time, Operation.ORDER_OPEN, purpose, order);
      }
    }
  }

  /** After the end of a month finance exports parts of it. */
  private void settle(int day) {
    Dice dice = world.dice("settle", day);
    for (Person person : world.duty(Job.FINANCE, day)) {
      if (dice.chance(0.4)) {
        Shift shift = world.rota.shift(person, day);
        long time = dice.between(shift.from(), shift.to() - Workload.LAST_MS);
        int[] orders = lists.drawn(dice.between(100, 500), time - 30 * Days.DAY_MS, time, dice);
        world.read(person, time, Operation.SETTLEMENT_EXPORT, "settlement", orders);
      }
    }
  }
}

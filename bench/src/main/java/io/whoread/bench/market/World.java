package io.whoread.bench.market;

import io.whoread.bench.market.Agenda.Task;
import io.whoread.record.Pseudonyms;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * The marketplace as it runs: day by day orders are placed, everybody at work does what is on the
 * agenda, and the requests made are handed on in the order of time. One day is held at a time, and
 * of all orders a few numbers each; so the length of a run costs little memory. The same size and
 * seed give the same visits, to the byte.
 */
public final class World {
  /** Orders of so many days are there when the story begins. */
  private static final int DAYS_BEFORE = 60;

  private static final int CUSTOMERS_PER_ORDER = 40;

  final Size size;
  final long seed;
  final Days days;
  final People people;
  final Orders orders;
  final Rota rota;
  final Addresses addresses;
  final Agenda agenda;
  private final OrderBook book;
  private final Desks desks;
  private final Shops shops;
  private final Customers customers;
  private final Planter planter;
  private final Ints canaries = new Ints();
  private List<Visit> waiting = new ArrayList<>();

  /**
   * @param seed of all chance
   * @param misuse whether to plant any
   */
  public World(Size size, long seed, boolean misuse) {
    this.size = size;
    this.seed = seed;
    days = new Days(size.start(), seed);
    people = new People(size, seed);
    orders = new Orders(days, seed, size.orders() * CUSTOMERS_PER_ORDER + 1, people.shops() + 1);
    rota = new Rota(days, seed, people.all().size());
    addresses = new Addresses(seed, days);
    agenda = new Agenda(size.days());
    book = new OrderBook(this);
    desks = new Desks(this);
    shops = new Shops(this);
    customers = new Customers(this);
    planter = new Planter(this, misuse);
  }

  /** From here on the pseudonyms of orders are those of a deployment with this key. */
  public void named(Pseudonyms by) {
    orders.named(by);
  }

  /** Tells all days. */
  public void run(Consumer<Visit> reader) {
    for (int day = -DAYS_BEFORE; day < 0; day++) {
      book.open(day);
    }
    for (int day = 0; day < size.days(); day++) {
      int first = orders.size();
      book.open(day);
      customers.day(day, first);
      shops.day(day);
      desks.day(day);
      planter.day(day);
      handOn(days.start(day + 1), reader);
    }
    handOn(Long.MAX_VALUE, reader);
  }

  private void handOn(long until, Consumer<Visit> reader) {
    waiting.sort(Comparator.comparingLong(Visit::time));
    int n = 0;
    while (n < waiting.size() && waiting.get(n).time() < until) {
      Visit visit = planter.passing(waiting.get(n++));
      if (visit.planted() != null) {
        visit.planted().note(visit.time(), visit.orders());
      }
      reader.accept(visit);
    }
    waiting = new ArrayList<>(waiting.subList(n, waiting.size()));
  }

  /** All planted misuse; what came to pass of it is known after {@link #run}. */
  public List<Episode> episodes() {
    return planter.episodes();
  }

  public List<Person> everybody() {
    return people.all();
  }

  void read(Visit visit) {
    waiting.add(visit);
  }

  /** A read in the course of work, from where this person works. */
  void read(Person person, long time, Operation operation, String purpose, int... which) {
    boolean telephone =
        person.twoDevices && Dice.hash(seed, "device", person.index, time / 600_000L) % 4 == 0;
    read(
        new Visit(
            time,
            person.reader,
            person.behalf,
            operation,
            addresses.of(person, telephone, time),
            session(person, telephone ? 1 : 0, days.of(time)),
            purpose,
            which,
            false,
            null));
  }

  long session(Person person, int device, int day) {
    return Dice.hash(seed, "session", person.index, device, day);
  }

  Dice dice(String what, long... whom) {
    return Dice.of(seed, what, whom);
  }

  /** Who of a job works a shift that begins on a day. */
  List<Person> duty(Job job, int day) {
    List<Person> duty = new ArrayList<>();
    for (Person person : people.all()) {
      if (person.job(day) == job && rota.shift(person, day) != null) {
        duty.add(person);
      }
    }
    return duty;
  }

  /** Newcomers do little at first. */
  double rate(Person person, int day) {
    return person.rate * Math.min(1, 0.3 + (day - person.joined) / 14.0);
  }

  void later(Task task, int day, int order) {
    agenda.add(task, day, order);
  }

  void canary(int order) {
    canaries.add(order);
  }

  Ints canaries() {
    return canaries;
  }
}

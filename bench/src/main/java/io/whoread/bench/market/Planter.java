package io.whoread.bench.market;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Chooses who misuses what and when, and adds their reads to the day's. Nobody does more than one
 * thing; whoever is chosen has worked for two weeks before, and goes on working as ever beside it.
 * Nothing is removed from the ordinary reads.
 */
final class Planter {
  private static final int TRIES = 5_000;
  private static final int SLOW_DAYS = 20;
  private static final int SHARED_DAYS = 3;
  private static final int LOGGED_DAYS = 3;

  private static final Set<Job> DESKS =
      EnumSet.of(Job.SERVICE, Job.RETURNS, Job.OPERATIONS, Job.LEAD, Job.WAREHOUSE, Job.FINANCE);

  /** Code places in which a line of a log can come to hold what it should not. */
  private static final List<Operation> LOGGING =
      List.of(
          Operation.REFUND_OPEN,
          Operation.ORDER_REVEAL,
          Operation.RETURN_OPEN,
          Operation.PARCEL_CALL,
          Operation.SHOP_PRINT,
          Operation.MY_LIST);

  private final World world;
  private final Theft theft;
  private final List<Episode> episodes = new ArrayList<>();
  private final Set<Person> chosen = new HashSet<>();

  Planter(World world, boolean misuse) {
    this.world = world;
    this.theft = new Theft(world);
    if (misuse) {
      for (Kind kind : Kind.values()) {
        for (int i = 0; i < world.size.episodes(); i++) {
          choose(kind, i);
        }
      }
    }
  }

  List<Episode> episodes() {
    return episodes;
  }

  private void choose(Kind kind, int number) {
    Dice dice = world.dice("choose", kind.ordinal(), number);
    int last = world.size.days() - lasts(kind) - 2;
    if (kind == Kind.REUSED) {
      String address = world.addresses.foreign(number);
      episodes.add(new Episode(kind, null, address, null, day(dice, last), 1));
    } else if (kind == Kind.LOGGED) {
      if (number < LOGGING.size()) {
        episodes.add(
            new Episode(kind, null, null, LOGGING.get(number), day(dice, last), LOGGED_DAYS));
      }
    } else {
      for (int i = 0; i < TRIES; i++) {
        Person person = world.people.all().get(dice.below(world.people.all().size()));
        int day = day(dice, last);
        if (!chosen.contains(person) && fits(kind, person, day)) {
          chosen.add(person);
          episodes.add(
              new Episode(
                  kind,
                  person,
                  null,
                  null,
                  day,
                  kind == Kind.SLOW ? SLOW_DAYS : kind == Kind.SHARED ? SHARED_DAYS : 1));
          if (kind == Kind.LEFT) {
            person.left = day - dice.between(3, 12);
          }
          return;
        }
      }
      throw new IllegalStateException("nobody is there for " + kind.label());
    }
  }

  private static int day(Dice dice, int last) {
    return dice.between(Size.LEARNT_DAYS, Math.max(Size.LEARNT_DAYS + 1, last));
  }

  /** In days of the calendar, days off included. */
  private static int lasts(Kind kind) {
    return switch (kind) {
      case SLOW -> 27;
      case SHARED -> 6;
      case LOGGED -> LOGGED_DAYS;
      default -> 1;
    };
  }

  private boolean fits(Kind kind, Person person, int day) {
    Job job = person.job(day);
    boolean there =
        person.joined <= day - 14
            && person.left > day + lasts(kind)
            && (person.changed < day - 14 || person.changed > day + lasts(kind));
    if (!there || kind != Kind.LEFT && world.rota.shift(person, day) == null) {
      return false;
    }
    return switch (kind) {
      case OUTSIDE_COURIER -> job == Job.COURIER;
      case OUTSIDE_SELLER -> job == Job.SELLER;
      case SHARED -> job == Job.SERVICE || job == Job.RETURNS;
      case OFF_HOURS -> (DESKS.contains(job) || job == Job.COURIER) && job != Job.OPERATIONS;
      case FIRST_TIME -> DESKS.contains(job) && job != Job.FINANCE;
      case SLOW, BULK_DAY -> DESKS.contains(job) && worksOn(kind, person, day);
      default -> DESKS.contains(job);
    };
  }

  /** Enough shifts are left for all of it. */
  private boolean worksOn(Kind kind, Person person, int day) {
    int shifts = 0;
    for (int d = day; kind == Kind.SLOW && d < world.size.days(); d++) {
      shifts += world.rota.shift(person, d) == null ? 0 : 1;
    }
    return kind != Kind.SLOW || shifts >= SLOW_DAYS;
  }

  /** Adds a day's share of all that is under way. */
  void day(int day) {
    for (int i = 0; i < episodes.size(); i++) {
      Episode episode = episodes.get(i);
      if (day < episode.day || episode.daysLeft == 0 || episode.kind == Kind.LOGGED) {
        continue;
      }
      Dice dice = world.dice("misuse", i, day);
      if (episode.person == null || episode.kind == Kind.LEFT) {
        theft.plant(episode, day, null, dice);
        episode.daysLeft--;
        continue;
      }
      Shift shift = world.rota.shift(episode.person, day);
      if (shift != null) {
        theft.plant(episode, day, shift, dice);
        episode.daysLeft--;
      }
    }
  }

  /** The visit as it is recorded: with what the code place that it comes by does of late. */
  Visit passing(Visit visit) {
    for (Episode episode : episodes) {
      if (episode.operation == visit.operation()) {
        int day = world.days.of(visit.time());
        if (day >= episode.day && day < episode.day + LOGGED_DAYS) {
          episode.note(visit.time(), visit.orders());
          return new Visit(
              visit.time(),
              visit.reader(),
              visit.behalf(),
              visit.operation(),
              visit.address(),
              visit.session(),
              visit.purpose(),
              visit.orders(),
              true,
              visit.planted());
        }
      }
    }
    return visit;
  }
}

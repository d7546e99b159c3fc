package io.whoread.bench.market;

/**
 * From where people come. All are addresses that belong to nobody: the net of benchmarks
 * (198.18.0.0/15), that of carriers' address sharing (100.64.0.0/10), and a private one.
 */
final class Addresses {
  private static final long HOUR_MS = 3_600_000L;
  private static final int CARRIER = 0x64400000;
  private static final int HOMES = 0xC6130000;
  private static final int PRIVATE = 0x0A000000;
  private static final int OFFICES = 3;

  private final long seed;
  private final Days days;

  Addresses(long seed, Days days) {
    this.seed = seed;
    this.days = days;
  }

  /** An office's people share one; homes change every one to two weeks, telephones every hour. */
  String of(Person person, boolean telephone, long time) {
    if (telephone || person.job(days.of(time)) == Job.COURIER) {
      return carrier(person.index, time);
    }
    return switch (person.job(days.of(time))) {
      case SELLER -> home(person.unit, time);
      case WAREHOUSE, NIGHT_WAREHOUSE -> "198.18.1." + (1 + person.turn % 2);
      default -> "198.18.0." + (1 + person.turn % OFFICES);
    };
  }

  String atHome(Person person, long time) {
    return home(1_000_000 + person.index, time);
  }

  /** One nobody else of this world has. */
  String foreign(int number) {
    return dotted(HOMES | 0xF000 | number & 0xFFF);
  }

  /** One in seven customers shares the address of a campus or of a carrier with hundreds. */
  String ofCustomer(int customer) {
    long hash = Dice.hash(seed, "customer", customer);
    return hash % 7 == 0
        ? dotted(CARRIER | 0xFF00 | (int) (hash >>> 8 & 0xFF))
        : dotted(PRIVATE | (int) (hash >>> 8 & 0xFFFFFF));
  }

  private String home(int who, long time) {
    long change = Math.floorMod(Dice.hash(seed, "line", who), 8) + 7;
    long hash = Dice.hash(seed, "home", who, days.of(time) / change);
    return dotted(HOMES | (int) (hash & 0xEFFF) & 0xFFFF);
  }

  private String carrier(int who, long time) {
    return dotted(CARRIER | (int) (Dice.hash(seed, "carrier", who, time / HOUR_MS) & 0xFFF));
  }

  private static String dotted(int address) {
    return (address >>> 24)
        + "."
        + (address >>> 16 & 0xFF)
        + "."
        + (address >>> 8 & 0xFF)
        + "."
        + (address & 0xFF);
  }
}

package com.example.shop.world;

import com.example.shop.account.AccountKind;
import com.example.shop.world.Sale.Buyer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A shop that has been open for a while: who works there, who sells, delivers and buys, and what
 * was ordered. Nobody in it exists: towns and streets are invented, and phone numbers lie in
 * 1540000, a block that no carrier has.
 */
final class World {
  static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private static final int DAYS = 90;
  private static final int SELLERS = 60;
  private static final int CUSTOMERS = 8_000;

  /** Orders an hour of the day, against one another: little at night, most in the evening. */
  private static final int[] HOURS = {
    3, 2, 1, 1, 1, 1, 2, 4, 6, 8, 10, 10, 9, 8, 8, 8, 8, 8, 9, 11, 14, 15, 12, 7
  };

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");

  private final List<Person> people = new ArrayList<>();
  private final List<Sale> sales = new ArrayList<>();

  /**
   * @param orders 1 to 1,000,000
   */
  World(long seed, int orders, Instant until) {
    if (orders < 1 || orders > 1_000_000) {
      throw new IllegalArgumentException("shop.world.orders is " + orders + ", not 1 to 1000000");
    }
    Random random = new Random(seed);
    hire(AccountKind.STAFF, "E", "cs-shanghai", 10);
    hire(AccountKind.STAFF, "E", "cs-shanghai-night", 6);
    hire(AccountKind.STAFF, "E", "cs-auckland", 4);
    hire(AccountKind.STAFF, "E", "cs-paris", 5);
    hire(AccountKind.STAFF, "E", "cs-sao-paulo", 4);
    hire(AccountKind.STAFF, "E", "cs-los-angeles", 5);
    hire(AccountKind.STAFF, "E", "warehouse", 8);
    hire(AccountKind.COURIER, "D", "couriers-early", 20);
    hire(AccountKind.COURIER, "D", "couriers-late", 20);
    hire(AccountKind.COURIER, "D", "couriers-night", 10);
    hire(AccountKind.SELLER, "S", null, SELLERS);
    hire(AccountKind.CUSTOMER, "C", null, CUSTOMERS);
    LocalDateTime end = LocalDateTime.ofInstant(until, ZONE);
    List<Buyer> buyers = buyers(random);
    List<LocalDateTime> times =
        IntStream.range(0, orders).mapToObj(i -> time(random, end)).sorted().toList();
    for (int i = 0; i < orders; i++) {
      sales.add(sale(random, i, times.get(i), end, buyers.get(random.nextInt(CUSTOMERS))));
    }
  }

  List<Person> people() {
    return people;
  }

  /** In the order of time. */
  List<Sale> sales() {
    return sales;
  }

  private void hire(AccountKind kind, String letter, String team, int number) {
    long first = people.stream().filter(p -> p.kind() == kind).count();
    String format = kind == AccountKind.CUSTOMER ? "%s%06d" : "%s%04d";
    int base = kind == AccountKind.CUSTOMER ? 100_001 : 1_001;
    for (int i = 0; i < number; i++) {
      people.add(new Person(format.formatted(letter, base + first + i), kind, team));
    }
  }

  private List<Buyer> buyers(Random random) {
    List<Buyer> buyers = new ArrayList<>();
    for (int i = 0; i < CUSTOMERS; i++) {
      // A bijection of 0..9999: everybody has a phone of their own, neighbours differ.
      String phone = "1540000%04d".formatted((i * 7_919) % 10_000);
      buyers.add(new Buyer("C" + (100_001 + i), Words.name(random), phone, Words.address(random)));
    }
    return buyers;
  }

  private static LocalDateTime time(Random random, LocalDateTime end) {
    int total = IntStream.of(HOURS).sum();
    while (true) {
      int left = random.nextInt(total);
      int hour = 0;
      while (left >= HOURS[hour]) {
        left -= HOURS[hour++];
      }
      LocalDateTime time =
          end.toLocalDate()
              .minusDays(random.nextInt(DAYS))
              .atTime(hour, random.nextInt(60), random.nextInt(60));
      if (time.isBefore(end)) {
        return time;
      }
    }
  }

  private Sale sale(Random random, int i, LocalDateTime placed, LocalDateTime end, Buyer buyer) {
    LocalDateTime handedOut = placed.plusMinutes(18 * 60 + random.nextInt(18 * 60));
    LocalDateTime delivered = handedOut.plusMinutes(120 + random.nextInt(40 * 60));
    boolean complaint = random.nextInt(40) == 0;
    String status;
    if (end.isBefore(handedOut)) {
      status = Duration.between(placed, end).toHours() < 6 ? "PAID" : "PACKED";
    } else if (end.isBefore(delivered)) {
      status = "DELIVERING";
    } else {
      status = complaint ? "AFTER_SALE" : "DELIVERED";
    }
    // Numbers as such services give them: the day, then digits that do not count up.
    String digits = "%06d".formatted((i * 7_919L + 104_729) % 1_000_000);
    return new Sale(
        DAY.format(placed) + digits,
        buyer,
        "S%04d".formatted(1_001 + skewed(random, SELLERS)),
        "WB" + DAY.format(placed).substring(2) + digits,
        "D%04d".formatted(1_001 + random.nextInt(50)),
        "%04d".formatted(random.nextInt(10_000)),
        Words.item(random),
        BigDecimal.valueOf(990 + random.nextInt(60_000), 2),
        Words.remark(random),
        status,
        placed,
        handedOut);
  }

  /** 0 to bound - 1, the small ones more often: some shops sell more than others. */
  private static int skewed(Random random, int bound) {
    double x = random.nextDouble();
    return (int) (x * (0.4 + 0.6 * x) * bound);
  }
}

package io.whoread.collector.demo;

import io.whoread.collector.demo.ShopBooks.Order;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Days of ordinary work at the shop, as an export of an older access log would hold them: customer
 * service opens the orders that people ask about, couriers look at the parcels they were given,
 * each in their shifts; sellers look at their own sales at any hour of the day.
 */
final class History {
  private static final String PAGE = "name;phone";
  private static final String DETAIL = "name;phone;address;card-tail;purchase";
  private static final int ROWS_OF_A_PAGE = 20;

  private final ShopBooks books;
  private final Instant from;
  private final Instant to;
  private final Random random;
  private final List<Read> reads = new ArrayList<>();

  private record Read(
      Instant time, String actor, String role, Order order, String fields, String operation) {
    String form() {
      return operation.endsWith("/phone")
          ? "revealed"
          : operation.endsWith("}") ? "opened" : "listed";
    }

    /**
     * Whose the order is, in the eyes of the page: couriers' pages know couriers, others sellers.
     */
    String owner() {
      return role.equals("courier") ? order.courier() : order.seller();
    }
  }

  /**
   * @param from beginning of what is told
   * @param to its end
   */
  History(ShopBooks books, Instant from, Instant to) {
    this.books = books;
    this.from = from;
    this.to = to;
    this.random = new Random(from.getEpochSecond());
  }

  /**
   * @return how many reads were written, in the order of time
   */
  int write(Path file) throws IOException {
    for (Team team : Team.ALL) {
      ZoneId zone = team.zone();
      LocalDate last = to.atZone(zone).toLocalDate();
      for (LocalDate day = from.atZone(zone).toLocalDate();
          !day.isAfter(last);
          day = day.plusDays(1)) {
        for (String person : books.members(team)) {
          if (Team.works(person, day)) {
            work(team, person, team.shift(day));
          }
        }
      }
    }
    for (String seller : books.sellers()) {
      sell(seller);
    }
    reads.removeIf(read -> read.time.isBefore(from) || !read.time.isBefore(to));
    reads.sort(Comparator.comparing(Read::time));
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("time,actor,role,subject,subject_time,fields,service,operation,form,owner\n");
      for (Read read : reads) {
        out.write(line(read));
      }
    }
    return reads.size();
  }

  private static String line(Read read) {
    return String.join(
            ",",
            read.time.toString(),
            read.actor,
            read.role,
            read.order.number(),
            read.order.placed().toString(),
            read.fields,
            DemoSettings.SERVICE,
            read.operation,
            read.form(),
            read.owner())
        + "\n";
  }

  private void work(Team team, String person, Team.Shift shift) {
    if (team.role().equals("courier")) {
      deliver(person, shift);
    } else if (team.name().equals("warehouse")) {
      serve(person, shift, 4 + random.nextInt(4), 4 + random.nextInt(6));
    } else {
      serve(person, shift, 2 + random.nextInt(3), 18 + random.nextInt(22));
    }
  }

  /** Looks through the newest orders now and then, and opens some of the last days. */
  private void serve(String person, Team.Shift shift, int pages, int opened) {
    for (int i = 0; i < pages; i++) {
      Instant time = within(shift.start(), shift.end());
      page(time, person, "staff", books.orders(), "GET /api/orders");
    }
    for (int i = 0; i < opened; i++) {
      Instant time = within(shift.start(), shift.end());
      int before = ShopBooks.placedBefore(books.orders(), time);
      int old = ShopBooks.placedBefore(books.orders(), time.minus(Duration.ofDays(7)));
      if (before == old) {
        continue;
      }
      Order order = books.orders().get(old + random.nextInt(before - old));
      reads.add(new Read(time, person, "staff", order, DETAIL, "GET /api/orders/{orderNo}"));
      if (random.nextInt(3) == 0) {
        Instant next = time.plusSeconds(5 + random.nextInt(60));
        reads.add(
            new Read(next, person, "staff", order, "phone", "POST /api/orders/{orderNo}/phone"));
      }
    }
  }

  /** Opens each parcel that is due, on the way to its door; some twice. */
  private void deliver(String person, Team.Shift shift) {
    Set<Order> due = new HashSet<>();
    for (Order order : books.ofCourier(person)) {
      if (order.handedOut().isAfter(shift.start().minus(Duration.ofHours(40)))
          && order.handedOut().isBefore(shift.end())) {
        due.add(order);
      }
    }
    List<Order> route = due.stream().sorted(Comparator.comparing(Order::number)).toList();
    for (Order order : route) {
      for (int i = 0; i <= random.nextInt(2); i++) {
        Instant time = within(later(shift.start(), order.handedOut()), shift.end());
        reads.add(
            new Read(
                time,
                person,
                "courier",
                order,
                "name;phone;address",
                "GET /api/courier/parcels/{waybillNo}"));
      }
    }
  }

  private void sell(String seller) {
    ZoneId zone = ZoneId.of("Asia/Shanghai");
    LocalDate last = to.atZone(zone).toLocalDate();
    List<Order> own = books.ofSeller(seller);
    for (LocalDate day = from.atZone(zone).toLocalDate();
        !day.isAfter(last);
        day = day.plusDays(1)) {
      Instant open = day.atTime(8, 0).atZone(zone).toInstant();
      for (int i = 0; i < 1 + random.nextInt(3); i++) {
        Instant time = within(open, open.plus(Duration.ofHours(15)));
        page(time, seller, "seller", own, "GET /api/seller/orders");
        int before = ShopBooks.placedBefore(own, time);
        for (int j = 0; before > 0 && j < random.nextInt(4); j++) {
          Order order = own.get(Math.max(0, before - 1 - random.nextInt(30)));
          Instant next = time.plusSeconds(20L + random.nextInt(600));
          reads.add(
              new Read(next, seller, "seller", order, DETAIL, "GET /api/seller/orders/{orderNo}"));
        }
      }
    }
  }

  private void page(
      Instant time, String person, String role, List<Order> orders, String operation) {
    int before = ShopBooks.placedBefore(orders, time);
    for (int i = Math.max(0, before - ROWS_OF_A_PAGE); i < before; i++) {
      reads.add(new Read(time, person, role, orders.get(i), PAGE, operation));
    }
  }

  private Instant within(Instant start, Instant end) {
    long millis = Math.max(1, Duration.between(start, end).toMillis());
    return start.plusMillis((long) (random.nextDouble() * millis));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}

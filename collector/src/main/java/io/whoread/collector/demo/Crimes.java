package io.whoread.collector.demo;

import io.whoread.collector.demo.ShopBooks.Order;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** What must not pass unseen: a courier who walks through others' parcels, an export at night. */
final class Crimes {
  static final int PARCELS = 400;

  private static final Duration RECENT = Duration.ofDays(12);
  private static final int EXPORTED_DAYS = 3;

  private final HttpClient http;
  private final String shop;
  private final ShopBooks books;
  private final Story story;

  Crimes(HttpClient http, String shop, ShopBooks books, Story story) {
    this.http = http;
    this.shop = shop;
    this.books = books;
    this.story = story;
  }

  /** The customer service desk where it is deepest night, and that has nobody at work. */
  static Team sleeping(Instant now) {
    return Team.ALL.stream()
        .filter(team -> team.name().startsWith("cs-") && team.shiftAt(now) == null)
        .min(Comparator.comparingLong(team -> team.fromDeepNight(now)))
        .orElseThrow();
  }

  /**
   * Opens parcels that were given to other couriers, one after the other.
   *
   * @return numbers of the orders that the shop gave away
   */
  List<String> walk(String courier) throws IOException, InterruptedException {
    Visitor thief = Visitor.logIn(http, shop, courier, Demo.PASSWORD);
    Instant last = books.orders().getLast().placed();
    List<Order> foreign = new ArrayList<>();
    for (Order order : books.orders()) {
      if (!order.courier().equals(courier) && order.placed().isAfter(last.minus(RECENT))) {
        foreign.add(order);
      }
    }
    Collections.shuffle(foreign, new Random(last.getEpochSecond()));
    List<String> given = new ArrayList<>();
    for (Order order : foreign.subList(0, Math.min(PARCELS, foreign.size()))) {
      thief.get("/api/courier/parcels/" + order.waybill());
      given.add(order.number());
      story.progress(courier + " opens parcel " + given.size(), given.size(), PARCELS);
      // Somebody with a script, but not in a hurry: some 20 a second.
      Thread.sleep(40);
    }
    return given;
  }

  /**
   * Exports the orders of some days.
   *
   * @return numbers of the orders in the sheet
   */
  List<String> export(String employee) throws IOException, InterruptedException {
    Visitor thief = Visitor.logIn(http, shop, employee, Demo.PASSWORD);
    ZoneId zone = ZoneId.of("Asia/Shanghai");
    LocalDate last = books.orders().getLast().placed().atZone(zone).toLocalDate().minusDays(1);
    LocalDate first = last.minusDays(EXPORTED_DAYS - 1);
    thief.get("/api/orders/export?from=" + first + "&to=" + last);
    return books.orders().stream()
        .filter(order -> !order.placed().isBefore(first.atStartOfDay(zone).toInstant()))
        .filter(order -> order.placed().isBefore(last.plusDays(1).atStartOfDay(zone).toInstant()))
        .map(Order::number)
        .toList();
  }
}

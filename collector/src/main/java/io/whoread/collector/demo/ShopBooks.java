package io.whoread.collector.demo;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Who works at the shop and which orders it has, in ids alone: the inventory that the shop writes
 * when it fills its database.
 */
final class ShopBooks {
  private final Map<Team, List<String>> teams = new HashMap<>();
  private final List<String> sellers = new ArrayList<>();

  /** In the order of time. */
  private final List<Order> orders = new ArrayList<>();

  private final Map<String, List<Order>> bySeller = new HashMap<>();
  private final Map<String, List<Order>> byCourier = new HashMap<>();

  record Order(
      String number,
      String customer,
      String seller,
      String waybill,
      String courier,
      Instant placed,
      Instant handedOut,
      String status) {}

  /**
   * @param folder with {@code accounts.csv} and {@code orders.csv}
   */
  static ShopBooks read(Path folder) throws IOException {
    ShopBooks books = new ShopBooks();
    try (CSVParser accounts = parse(folder.resolve("accounts.csv"))) {
      accounts.forEach(books::addAccount);
    }
    try (CSVParser orders = parse(folder.resolve("orders.csv"))) {
      orders.forEach(books::addOrder);
    }
    return books;
  }

  static boolean written(Path folder) {
    return Files.exists(folder.resolve("accounts.csv"))
        && Files.exists(folder.resolve("orders.csv"));
  }

  private static CSVParser parse(Path file) throws IOException {
    Reader reader = Files.newBufferedReader(file);
    return CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get().parse(reader);
  }

  private void addAccount(CSVRecord row) {
    String id = row.get("username");
    String team = row.get("team");
    if (row.get("kind").equals("SELLER")) {
      sellers.add(id);
    }
    Team.ALL.stream()
        .filter(t -> t.name().equals(team))
        .forEach(t -> teams.computeIfAbsent(t, x -> new ArrayList<>()).add(id));
  }

  private void addOrder(CSVRecord row) {
    Order order =
        new Order(
            row.get("order_no"),
            row.get("customer"),
            row.get("seller"),
            row.get("waybill"),
            row.get("courier"),
            time(row.get("placed_at")),
            time(row.get("handed_out_at")),
            row.get("status"));
    orders.add(order);
    bySeller.computeIfAbsent(order.seller, x -> new ArrayList<>()).add(order);
    byCourier.computeIfAbsent(order.courier, x -> new ArrayList<>()).add(order);
  }

  private static Instant time(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }

  List<String> members(Team team) {
    return teams.getOrDefault(team, List.of());
  }

  /** Null for people without one. */
  Team teamOf(String id) {
    return teams.entrySet().stream()
        .filter(team -> team.getValue().contains(id))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  List<String> sellers() {
    return sellers;
  }

  List<Order> orders() {
    return orders;
  }

  List<Order> ofSeller(String id) {
    return bySeller.getOrDefault(id, List.of());
  }

  List<Order> ofCourier(String id) {
    return byCourier.getOrDefault(id, List.of());
  }

  /**
   * How many of some orders were placed before a time.
   *
   * @param orders in the order of time
   */
  static int placedBefore(List<Order> orders, Instant time) {
    int low = 0;
    int high = orders.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (orders.get(middle).placed.isBefore(time)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

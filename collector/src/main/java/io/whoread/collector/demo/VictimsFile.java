package io.whoread.collector.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The list that an incident responder gets: customers who were called and defrauded. Some bought
 * what somebody had opened, the others have nothing to do with it.
 */
final class VictimsFile {
  static final int LEAKED = 20;
  static final int STRANGERS = 10;

  private VictimsFile() {}

  /**
   * CSV with the columns order, purchase and fraud.
   *
   * @param leaked order numbers that somebody was given
   * @param others order numbers that are no strangers' either
   * @param fraud when all of them were called
   */
  static String of(ShopBooks books, List<String> leaked, Set<String> others, Instant fraud) {
    Map<String, ShopBooks.Order> orders =
        books.orders().stream()
            .collect(Collectors.toMap(ShopBooks.Order::number, Function.identity()));
    Random random = new Random(LEAKED);
    Set<String> numbers = new HashSet<>();
    while (numbers.size() < Math.min(LEAKED, leaked.size())) {
      numbers.add(leaked.get(random.nextInt(leaked.size())));
    }
    // Strangers bought when the others did.
    List<ShopBooks.Order> victims = new ArrayList<>(numbers.stream().map(orders::get).toList());
    List<String> times = victims.stream().map(order -> order.placed().toString()).sorted().toList();
    List<ShopBooks.Order> pool =
        books.orders().stream()
            .filter(order -> !leaked.contains(order.number()) && !others.contains(order.number()))
            .filter(order -> order.placed().toString().compareTo(times.getFirst()) >= 0)
            .filter(order -> order.placed().toString().compareTo(times.getLast()) <= 0)
            .toList();
    while (victims.size() < numbers.size() + STRANGERS) {
      ShopBooks.Order stranger = pool.get(random.nextInt(pool.size()));
      if (!victims.contains(stranger)) {
        victims.add(stranger);
      }
    }
    return victims.stream()
        .sorted((a, b) -> a.number().compareTo(b.number()))
        .map(order -> order.number() + "," + order.placed() + "," + fraud)
        .collect(Collectors.joining("\n", "order,purchase,fraud\n", "\n"));
  }
}

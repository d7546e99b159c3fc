package io.whoread.collector.demo;

import io.whoread.collector.demo.ShopBooks.Order;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/**
 * Ordinary people at work in the shop, each logged in, for as long as it is open: staff and
 * couriers whose shift it is, some sellers, some customers. They do what they did in the imported
 * weeks, at the same pace.
 */
final class Traffic implements AutoCloseable {
  private static final int STAFF = 6;
  private static final int COURIERS = 8;
  private static final int SELLERS = 8;
  private static final int CUSTOMERS = 8;

  private final HttpClient http;
  private final String shop;
  private final ShopBooks books;
  private final Instant now;
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
  private final Random random = new Random();
  private final AtomicInteger pages = new AtomicInteger();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final List<String> people = new ArrayList<>();

  Traffic(HttpClient http, String shop, ShopBooks books, Instant now) {
    this.http = http;
    this.shop = shop;
    this.books = books;
    this.now = now;
  }

  /**
   * @param besides people who have other things to do
   */
  void start(Set<String> besides) throws IOException, InterruptedException {
    for (String id : onDuty("staff", STAFF, besides)) {
      Visitor staff = enter(id);
      every(Duration.ofMinutes(75), id, () -> staff.get("/api/orders?size=20"));
      every(Duration.ofMinutes(12), id, () -> serve(staff));
    }
    for (String id : onDuty("courier", COURIERS, besides)) {
      Visitor courier = enter(id);
      every(Duration.ofMinutes(4), id, () -> deliver(courier));
    }
    for (String id : some(books.sellers(), SELLERS)) {
      Visitor seller = enter(id);
      every(Duration.ofMinutes(25), id, () -> sell(seller));
    }
    for (Order order : some(books.orders(), CUSTOMERS)) {
      Visitor customer = enter(order.customer());
      every(Duration.ofMinutes(15), customer.id(), () -> customer.get("/api/my/orders"));
    }
  }

  /** Everybody who is logged in. */
  List<String> people() {
    return people;
  }

  /** Pages served so far. */
  int pages() {
    return pages.get();
  }

  /**
   * @throws DemoFailed where somebody's work went wrong
   */
  void check() throws DemoFailed {
    Exception e = failure.get();
    if (e != null) {
      throw new DemoFailed("ordinary traffic", String.valueOf(e.getMessage()), null);
    }
  }

  /** Staff or couriers whose shift it is, of all teams in turn. */
  List<String> onDuty(String role, int most, Set<String> besides) {
    List<String> ids = new ArrayList<>();
    for (Team team : Team.ALL) {
      Team.Shift shift = team.shiftAt(now);
      if (team.role().equals(role) && shift != null) {
        books.members(team).stream()
            .filter(id -> Team.works(id, shift.day()) && !besides.contains(id))
            .limit(most)
            .forEach(ids::add);
      }
    }
    return some(ids, most);
  }

  private <T> List<T> some(List<T> all, int most) {
    List<T> rest = new ArrayList<>(all);
    Collections.shuffle(rest, random);
    return rest.subList(0, Math.min(most, rest.size()));
  }

  private Visitor enter(String id) throws IOException, InterruptedException {
    people.add(id);
    return Visitor.logIn(http, shop, id, Demo.PASSWORD);
  }

  /** Once within the first twenty seconds, then again and again until the person's shift ends. */
  private void every(Duration period, String id, Callable<?> work) {
    Team team = books.teamOf(id);
    clock.scheduleAtFixedRate(
        () -> {
          if (team != null && team.shiftAt(Instant.now()) == null) {
            return;
          }
          try {
            work.call();
            pages.incrementAndGet();
          } catch (Exception e) {
            if (!clock.isShutdown()) {
              failure.compareAndSet(null, e);
            }
          }
        },
        random.nextInt(20_000),
        period.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private Object serve(Visitor staff) throws IOException, InterruptedException {
    int size = books.orders().size();
    Order order = books.orders().get(size - 1 - random.nextInt(Math.min(size, 1_500)));
    staff.get("/api/orders/" + order.number());
    return random.nextInt(3) > 0
        ? order
        : staff.post("/api/orders/" + order.number() + "/phone", "");
  }

  private Object deliver(Visitor courier) throws IOException, InterruptedException {
    JsonNode parcels = courier.json("/api/courier/parcels");
    if (parcels.isEmpty()) {
      return parcels;
    }
    JsonNode parcel = parcels.get(random.nextInt(parcels.size()));
    return courier.get("/api/courier/parcels/" + parcel.get("waybillNo").asString());
  }

  private Object sell(Visitor seller) throws IOException, InterruptedException {
    JsonNode orders = seller.json("/api/seller/orders").get("orders");
    return orders.isEmpty()
        ? orders
        : seller.get("/api/seller/orders/" + orders.get(0).get("orderNo").asString());
  }

  /** Sends everybody home; requests under way are finished first. */
  @Override
  public void close() {
    clock.shutdown();
    try {
      clock.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.whoread.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What people do, the same in all three shops. */
final class Scenarios {
  private static final String WHOLE =
      "1 x address card-tail free-text name order-id phone purchase";

  private Scenarios() {}

  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    work(all);
    ways(all);
    moreWays(all);
    people(all);
    together(all);
    return all;
  }

  /** What staff do all day. */
  private static void work(List<Scenario> all) {
    all.add(
        new Scenario(
            "a list of twenty to find one",
            "response: 20 x name order-id phone* purchase",
            visit -> visit.staff(1).get("/orders", "listed")));
    all.add(
        new Scenario(
            "one order opened",
            "response: " + WHOLE,
            visit -> visit.staff(1).get(order(1), "opened")));
    all.add(
        new Scenario(
            "a phone revealed",
            "response: 1 x phone",
            visit -> visit.staff(1).post(order(2) + "/reveal", "revealed")));
    all.add(
        new Scenario(
            "the address within an order",
            "response: 1 x address",
            visit -> visit.staff(2).get(order(3) + "/address", "opened")));
    all.add(
        new Scenario(
            "a search by phone",
            "response: 1 x name order-id phone* purchase",
            visit ->
                visit
                    .staff(2)
                    .get("/orders/search?receiverPhone=" + World.order(4).phone(), "listed")));
    all.add(
        new Scenario(
            "an order saved",
            "",
            visit -> {
              World.Order to = World.changed();
              String json =
                  """
                  {"receiverName": "%s", "receiverPhone": "%s", "remark": "%s", "address": {"street": "%s"}}
                  """;
              visit
                  .staff(2)
                  .put(
                      order(World.CHANGED),
                      "opened",
                      json.formatted(to.name(), to.phone(), to.remark(), to.street()));
            }));
    all.add(
        new Scenario(
            "a saved order opened",
            "response: " + WHOLE,
            visit -> visit.staff(2).get(order(World.CHANGED), "opened")));
  }

  /** The ways on which data leaves. */
  private static void ways(List<Scenario> all) {
    all.add(
        new Scenario(
            "JSON made by hand and returned as text",
            "response: " + WHOLE,
            visit -> visit.staff(3).get(order(5) + "/text", "opened")));
    all.add(
        new Scenario(
            "an aspect dumps the answer to the log",
            "log: " + WHOLE + "; response: " + WHOLE,
            visit -> visit.staff(3).get(order(6) + "/audited", "opened")));
    all.add(
        new Scenario(
            "a log line with an order",
            "log: 1 x address name order-id phone",
            visit -> visit.staff(3).post(order(7) + "/note", "opened")));
    all.add(
        new Scenario(
            "a log line with a masked phone",
            "log: 1 x phone*",
            visit -> visit.staff(3).post(order(8) + "/remind", "opened")));
    all.add(
        new Scenario(
            "framework work", "", visit -> visit.staff(3).post(order(9) + "/check", "opened")));
    all.add(
        new Scenario(
            "a call to the carrier",
            "rpc: 1 x address name phone",
            visit -> visit.staff(4).post(order(10) + "/ship", "opened")));
    all.add(
        new Scenario(
            "a printed page",
            "template: 1 x address name order-id phone purchase",
            visit -> visit.staff(4).get(order(11) + "/print", "printed")));
    all.add(
        new Scenario(
            "rows of raw SQL",
            "response: 10 x address order-id phone",
            visit -> visit.staff(4).get("/reports/rows?seller=" + World.SELLER, "listed")));
    all.add(
        new Scenario(
            "projections",
            "response: 10 x name order-id phone",
            visit -> visit.staff(4).get("/reports/contacts?seller=" + World.SELLER, "listed")));
    all.add(
        new Scenario(
            "a CSV file",
            "export: 1202 x address name order-id phone",
            visit -> visit.staff(5).get("/exports/orders.csv", "exported")));
    all.add(
        new Scenario(
            "an Excel file",
            "export: 1202 x name order-id phone* purchase",
            visit -> visit.staff(5).get("/exports/orders.xlsx", "exported")));
  }

  /** More ways on which data leaves. */
  private static void moreWays(List<Scenario> all) {
    all.add(
        new Scenario(
            "a long list",
            "response: 1202 x name order-id phone* purchase",
            visit -> visit.staff(1).get("/orders?size=2000", "listed")));
    all.add(
        new Scenario(
            "a compressed answer",
            "response: 100 x name order-id phone* purchase",
            visit -> {
              Exchange exchange = visit.staff(1).getCompressed("/orders?size=100", "listed");
              assertThat(exchange.isCompressed()).isTrue();
            }));
    all.add(
        new Scenario(
            "everything masked",
            "response: 1 x address* name* order-id phone*",
            visit -> visit.staff(3).get(order(15) + "/masked", "opened")));
    all.add(
        new Scenario(
            "an exception in the log",
            "log: 1 x order-id phone",
            visit -> visit.staff(3).post(order(16) + "/fail", "opened")));
    all.add(
        new Scenario(
            "an SMS, the phone in its address",
            "rpc: 1 x phone",
            visit -> visit.staff(4).post(order(17) + "/sms", "opened")));
    all.add(
        new Scenario(
            "a message to a queue",
            "message: 1 x address name order-id phone",
            visit -> visit.staff(4).post(order(18) + "/event", "opened")));
    all.add(
        new Scenario(
            "an order put into a cache",
            "cache: " + WHOLE,
            visit -> visit.staff(4).post(order(19) + "/cache", "opened")));
  }

  /** Those who are no staff, and two orders that share a phone. */
  private static void people(List<Scenario> all) {
    all.add(
        new Scenario(
            "a courier's route",
            "response: 10 x address name order-id phone",
            visit -> visit.courier().get("/parcels", "listed")));
    all.add(
        new Scenario(
            "a seller's orders",
            "response: 10 x name order-id phone* purchase",
            visit -> visit.seller().get("/seller/orders", "listed")));
    all.add(
        new Scenario(
            "a customer's own orders",
            "response: 3 x address card-tail free-text name order-id phone purchase",
            visit -> visit.customer(World.customerId(7)).get("/my/orders", "listed")));
    all.add(
        new Scenario(
            "a customer and orders with the same phone",
            "response: 1 x email name phone, 2 x name order-id phone* purchase",
            visit -> visit.staff(6).get("/customers/" + World.TWIN_CUSTOMER, "opened")));
    all.add(
        new Scenario(
            "a phone that is two orders' and a customer's",
            "response: 1 of 3 x phone",
            visit -> visit.staff(6).post(order(World.TWINS.get(0)) + "/reveal", "revealed")));
  }

  /** More than one at a time. */
  private static void together(List<Scenario> all) {
    all.add(
        new Scenario(
            "an order read by another thread",
            "response: 1 x phone",
            visit -> visit.staff(7).get(order(20) + "/later", "opened")));
    all.add(
        new Scenario(
            "two requests interleaved",
            "response: 2 x address card-tail free-text name order-id phone purchase",
            visit -> {
              Visitor one = visit.staff(7);
              Visitor other = visit.staff(8);
              inParallel(
                  List.of(
                      () -> one.get(order(12) + "/meeting", "opened"),
                      () -> other.get(order(13) + "/meeting", "opened")));
            }));
    all.add(
        new Scenario(
            "twenty people at once",
            "response: 60 x address card-tail free-text name order-id phone purchase,"
                + " 1200 x name order-id phone* purchase",
            visit -> {
              List<Callable<?>> all20 = new ArrayList<>();
              for (int i = 0; i < 20; i++) {
                Visitor one = visit.staff(10 + i);
                int first = 120 + 3 * i;
                all20.add(
                    () -> {
                      for (int turn = 0; turn < 3; turn++) {
                        one.get("/orders?page=" + turn, "listed");
                        one.get(order(first + turn), "opened");
                      }
                      return null;
                    });
              }
              inParallel(all20);
            }));
  }

  private static String order(int number) {
    return "/orders/" + World.orderNo(number);
  }

  private static void inParallel(List<? extends Callable<?>> tasks) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
      List<Future<?>> futures = new ArrayList<>();
      tasks.forEach(task -> futures.add(threads.submit(task)));
      for (Future<?> future : futures) {
        future.get();
      }
    }
  }
}

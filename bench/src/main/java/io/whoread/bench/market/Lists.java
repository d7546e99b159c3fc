package io.whoread.bench.market;

/** The lists in which people look for one order. */
final class Lists {
  static final int PAGE = 20;
  private static final long RECENT_MS = 3 * Days.DAY_MS;

  private final Orders orders;

  Lists(World world) {
    this.orders = world.orders;
  }

  /**
   * A page on which an order is found: by its customer, among the newest, or among all that look
   * like it (by the end of a telephone number, by a name).
   */
  int[] search(int order, long time, Dice dice) {
    double share = dice.share();
    Ints page = new Ints();
    page.add(order);
    if (share < 0.45) {
      int one = orders.lastOfCustomer(orders.customer(order));
      for (; one >= 0 && page.size() < PAGE; one = orders.before(one)) {
        if (one != order && orders.placed(one) <= time) {
          page.add(one);
        }
      }
      return page.toArray();
    }
    int to = orders.placedBy(time);
    int from = share < 0.8 ? orders.placedBy(time - RECENT_MS) : 0;
    for (int i = 1; i < PAGE && to > from; i++) {
      page.add(dice.between(from, to));
    }
    return page.toArray();
  }

  /** A page of a shop's own orders, newest first. */
  int[] ofShop(int shop, long time, int skipped, int most) {
    Ints page = new Ints();
    int left = skipped;
    for (int one = orders.lastOfShop(shop);
        one >= 0 && page.size() < most;
        one = orders.beforeOfShop(one)) {
      if (orders.placed(one) <= time && left-- <= 0) {
        page.add(one);
      }
    }
    return page.toArray();
  }

  /** Orders drawn from those placed between two times. */
  int[] drawn(int n, long from, long to, Dice dice) {
    int first = orders.placedBy(from);
    int last = orders.placedBy(to);
    Ints drawn = new Ints();
    for (int i = 0; i < n && last > first; i++) {
      drawn.add(dice.between(first, last));
    }
    return drawn.toArray();
  }
}

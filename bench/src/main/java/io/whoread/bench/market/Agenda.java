package io.whoread.bench.market;

/** What is to be done about which orders, by day. */
final class Agenda {
  enum Task {
    SELL,
    PACK,
    DELIVER,
    TICKET,
    NIGHT_TICKET,
    RETURN,
    REFUND,
    TRACK
  }

  private final Ints[][] orders;

  Agenda(int days) {
    orders = new Ints[Task.values().length][days];
  }

  /** Of days before the first, and from the last on, nothing is told. */
  void add(Task task, int day, int order) {
    Ints[] ofTask = orders[task.ordinal()];
    if (day >= 0 && day < ofTask.length) {
      if (ofTask[day] == null) {
        ofTask[day] = new Ints();
      }
      ofTask[day].add(order);
    }
  }

  /** Takes a day's orders off the agenda. */
  Ints take(Task task, int day) {
    Ints taken = orders[task.ordinal()][day];
    orders[task.ordinal()][day] = null;
    return taken == null ? new Ints() : taken;
  }
}

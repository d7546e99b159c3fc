package io.whoread.agent.boot;

/**
 * The result sets that a ledger's thread reads, and the row that each is at. Mostly it is one, read
 * to its end; some are read in turn, which a few places are enough for. What is pushed out and read
 * on is met anew.
 */
final class Cursors {
  private static final int PLACES = 8;

  /** Never a result set. */
  private static final Cursor NOTHING = new Cursor(null, RowPlan.NONE);

  private Cursor last = NOTHING;
  private final Cursor[] others = new Cursor[PLACES];
  private int next;

  /** Null where it was not met. */
  Cursor find(Object resultSet) {
    return last.resultSet == resultSet ? last : findOther(resultSet);
  }

  private Cursor findOther(Object resultSet) {
    for (Cursor each : others) {
      if (each != null && each.resultSet == resultSet) {
        last = each;
        return each;
      }
    }
    return null;
  }

  Cursor add(Object resultSet, RowPlan plan) {
    Cursor cursor = new Cursor(resultSet, plan);
    forget(resultSet);
    others[next] = cursor;
    next = (next + 1) % PLACES;
    last = cursor;
    return cursor;
  }

  void forget(Object resultSet) {
    for (int i = 0; i < PLACES; i++) {
      if (others[i] != null && others[i].resultSet == resultSet) {
        others[i] = null;
      }
    }
    if (last.resultSet == resultSet) {
      last = NOTHING;
    }
  }

  void clear() {
    for (int i = 0; i < PLACES; i++) {
      others[i] = null;
    }
    last = NOTHING;
  }

  static final class Cursor {
    final Object resultSet;
    final RowPlan plan;

    /** Null until a column of interest of the row was asked for. */
    Row row;

    Loads.Load load;

    Cursor(Object resultSet, RowPlan plan) {
      this.resultSet = resultSet;
      this.plan = plan;
    }
  }
}

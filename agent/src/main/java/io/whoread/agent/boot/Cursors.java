package io.whoread.agent.boot;

/**
 * The result sets that a ledger's thread reads, and the row that each is at. Mostly it is one, read
 * to its end; some are read in turn, which a few places are enough for. What is pushed out and read
 * on is met anew.
 */
final class Cursors {
  /** Of no result set. */
  static final Cursor NOTHING = new Cursor(null, null);

  private static final int PLACES = 8;

  private final Cursor[] all = new Cursor[PLACES];
  private int next;

  /** Null where it was not met. */
  Cursor find(Object resultSet) {
    for (Cursor each : all) {
      if (each != null && each.resultSet == resultSet) {
        return each;
      }
    }
    return null;
  }

  /**
   * @param plan null for one that is to be passed over
   */
  Cursor add(Object resultSet, RowPlan plan) {
    Cursor cursor = new Cursor(resultSet, plan);
    forget(resultSet);
    all[place()] = cursor;
    return cursor;
  }

  /** A free one: what is asked row by row beside a long result is read to its end each time. */
  private int place() {
    for (int i = 0; i < PLACES; i++) {
      if (all[i] == null) {
        return i;
      }
    }
    next = (next + 1) % PLACES;
    return next;
  }

  void forget(Object resultSet) {
    for (int i = 0; i < PLACES; i++) {
      if (all[i] != null && all[i].resultSet == resultSet) {
        all[i] = null;
      }
    }
  }

  void clear() {
    for (int i = 0; i < PLACES; i++) {
      all[i] = null;
    }
  }

  /** A result set that is read. */
  static final class Cursor {
    final Object resultSet;
    final RowPlan plan;

    /** Whether any of its columns is. */
    final boolean personal;

    /** Null until a column of interest of the row was asked for. */
    Row row;

    Loads.Load load;

    Cursor(Object resultSet, RowPlan plan) {
      this.resultSet = resultSet;
      this.plan = plan;
      this.personal = plan != null && plan != RowPlan.NONE;
    }
  }
}

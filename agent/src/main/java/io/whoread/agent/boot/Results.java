package io.whoread.agent.boot;

/**
 * What hooked JDBC drivers call: the rows that a request loads.
 *
 * <p>Drivers only are hooked, never the proxies that pools put before them, so that a row counts
 * once. Within a driver one method calls another, and one result set may read from another. A
 * column that is handed out twice is the same column of the same row; a move to the next row is
 * that of the outermost result set alone, and what is moved within it is passed over from then on.
 *
 * <p>A result set without personal columns costs a look-up and a comparison a call. Nothing of the
 * driver is called for a value: what it hands out to its caller is looked at on the way.
 *
 * <p>Nothing is ever thrown at the driver.
 */
public final class Results {
  private static volatile Source source;

  private Results() {}

  /** Puts the agent behind the hooks; null to have result sets pass unseen. */
  public static void source(Source to) {
    source = to;
  }

  /** A connection has prepared a statement. */
  public static void prepared(Object statement, String sql) {
    Source from = source;
    if (from != null && statement != null && sql != null) {
      try {
        from.prepared(statement, sql);
      } catch (Throwable e) {
        Hooks.failed(e);
      }
    }
  }

  /** A result set begins to move. Returns what {@link #moveEnd} is to be given. */
  public static Object moveBegin() {
    Reads.Slot slot = Reads.slot();
    if (slot.moving || slot.ledger == null && !slot.starving) {
      return null;
    }
    slot.moving = true;
    return slot;
  }

  /**
   * A result set has moved.
   *
   * @param onRow false where it stands before or behind all rows
   */
  public static void moveEnd(Object token, Object resultSet, boolean onRow) {
    Source from = source;
    if (token == null) {
      movedWithin(resultSet);
      return;
    }
    Reads.Slot slot = (Reads.Slot) token;
    Ledger ledger = slot.ledger;
    try {
      if (from != null && ledger != null) {
        moved(from, ledger.cursors, resultSet, onRow);
      } else if (from != null && onRow && !slot.missed) {
        slot.missed = from.plan(resultSet) != RowPlan.NONE;
      }
    } catch (Throwable e) {
      Hooks.failed(e);
    } finally {
      slot.moving = false;
    }
  }

  private static void moved(Source from, Cursors cursors, Object resultSet, boolean onRow) {
    if (!onRow) {
      // What it holds is not kept alive.
      cursors.forget(resultSet);
      return;
    }
    Cursors.Cursor cursor = cursors.find(resultSet);
    if (cursor == null || cursor.plan == null) {
      cursors.add(resultSet, from.plan(resultSet));
    } else {
      cursor.row = null;
    }
  }

  /** One that another reads from, or the very same in the method of its superclass. */
  private static void movedWithin(Object resultSet) {
    Reads.Slot slot = Reads.slot();
    if (slot.moving && slot.ledger != null && slot.ledger.cursors.find(resultSet) == null) {
      slot.ledger.cursors.add(resultSet, null);
    }
  }

  public static void closed(Object resultSet) {
    Ledger ledger = Reads.slot().ledger;
    if (ledger != null) {
      ledger.cursors.forget(resultSet);
    }
  }

  /**
   * A value was handed out.
   *
   * @param column its number, or its label
   */
  public static void value(Object resultSet, Object column, Object value) {
    Reads.Slot slot = Reads.slot();
    Ledger ledger = slot.ledger;
    if (ledger != null && value != null && !slot.moving) {
      Cursors.Cursor cursor = ledger.cursors.find(resultSet);
      if (cursor == null) {
        cursor = met(slot, resultSet);
      }
      int place = place(cursor, column);
      if (place >= 0) {
        take(ledger, cursor, place, value);
      }
    }
  }

  /** As {@link #value(Object, Object, Object)}; 0 is no id. */
  public static void value(Object resultSet, Object column, long value) {
    Reads.Slot slot = Reads.slot();
    Ledger ledger = slot.ledger;
    if (ledger != null && !slot.moving) {
      Cursors.Cursor cursor = ledger.cursors.find(resultSet);
      if (cursor == null) {
        cursor = met(slot, resultSet);
      }
      int place = place(cursor, column);
      if (place >= 0 && (value != 0 || cursor.plan.bits[place] != 0)) {
        take(ledger, cursor, place, value);
      }
    }
  }

  /** As {@link #value(Object, Object, Object)}. */
  public static void value(Object resultSet, Object column, double value) {
    Reads.Slot slot = Reads.slot();
    Ledger ledger = slot.ledger;
    if (ledger != null && !slot.moving) {
      Cursors.Cursor cursor = ledger.cursors.find(resultSet);
      if (cursor == null) {
        cursor = met(slot, resultSet);
      }
      int place = place(cursor, column);
      if (place >= 0) {
        take(ledger, cursor, place, value);
      }
    }
  }

  /** One that was moved by another thread, or that was read by so many others in turn. */
  private static Cursors.Cursor met(Reads.Slot slot, Object resultSet) {
    Source from = source;
    slot.moving = true;
    try {
      return slot.ledger.cursors.add(resultSet, from == null ? null : from.plan(resultSet));
    } catch (Throwable e) {
      Hooks.failed(e);
      return slot.ledger.cursors.add(resultSet, null);
    } finally {
      slot.moving = false;
    }
  }

  private static int place(Cursors.Cursor cursor, Object column) {
    RowPlan plan = cursor.plan;
    if (plan == RowPlan.NONE || plan == null) {
      return -1;
    }
    if (column instanceof Integer) {
      return plan.place((Integer) column);
    }
    return column instanceof String ? plan.place((String) column) : -1;
  }

  private static void take(Ledger ledger, Cursors.Cursor cursor, int place, Object value) {
    Row row = cursor.row;
    if (row == null) {
      row = new Row(cursor.plan);
      cursor.row = row;
    }
    row.values[place] = value;
    long bit = cursor.plan.bits[place];
    if (bit != 0) {
      count(ledger, cursor, row, bit);
    }
  }

  private static void count(Ledger ledger, Cursors.Cursor cursor, Row row, long bit) {
    if (cursor.load == null || cursor.load.told) {
      cursor.load = ledger.loads.of(cursor.plan);
    }
    boolean first = row.bits == 0;
    cursor.load.bits |= bit;
    row.bits |= bit;
    if (first) {
      cursor.load.rows++;
      Source from = source;
      try {
        if (from != null) {
          from.row(ledger, row);
        }
      } catch (Throwable e) {
        Hooks.failed(e);
      }
    }
  }

  /** The agent behind the hooks. */
  public interface Source {
    /** Notes what a statement says, for when there are rows of it. */
    void prepared(Object statement, String sql);

    /**
     * What a result set's columns are.
     *
     * @return {@link RowPlan#NONE} where none is personal
     */
    RowPlan plan(Object resultSet);

    /**
     * The first personal value of a row was handed out. What of the row is asked for later is seen
     * in the same object.
     */
    void row(Ledger ledger, Row row);
  }
}

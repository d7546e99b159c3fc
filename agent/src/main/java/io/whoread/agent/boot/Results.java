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
  /** In place of a token: the thread serves no request. */
  private static final Object NO_REQUEST = new Object();

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

  /** A statement is closed: nothing of it needs to be known any more. */
  public static void statementClosed(Object statement) {
    Source from = source;
    if (from != null) {
      try {
        from.closed(statement);
      } catch (Throwable e) {
        Hooks.failed(e);
      }
    }
  }

  /** A result set begins to move. Returns what {@link #moveEnd} is to be given. */
  public static Object moveBegin() {
    Reads.Slot slot = Reads.slot();
    if (slot.ledger == null && !slot.starving) {
      return NO_REQUEST;
    }
    if (slot.moving) {
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
    if (token == null) {
      movedWithin(resultSet);
      return;
    }
    if (token == NO_REQUEST) {
      return;
    }
    Source from = source;
    Reads.Slot slot = (Reads.Slot) token;
    Ledger ledger = slot.ledger;
    try {
      if (from != null && ledger != null) {
        moved(from, slot, resultSet, onRow);
      } else if (from != null && onRow && !slot.missed) {
        slot.missed = from.plan(resultSet) != RowPlan.NONE;
      }
    } catch (Throwable e) {
      Hooks.failed(e);
    } finally {
      slot.moving = false;
    }
  }

  private static void moved(Source from, Reads.Slot slot, Object resultSet, boolean onRow) {
    Cursors cursors = slot.ledger.cursors;
    if (!onRow) {
      // What it holds is not kept alive.
      forget(slot, resultSet);
      return;
    }
    Cursors.Cursor cursor =
        slot.cursor.resultSet == resultSet ? slot.cursor : cursors.find(resultSet);
    if (cursor == null || cursor.plan == null) {
      cursor = cursors.add(resultSet, from.plan(resultSet));
    }
    cursor.row = null;
    slot.cursor = cursor;
  }

  /** One that another reads from, or the very same in the method of its superclass. */
  private static void movedWithin(Object resultSet) {
    Reads.Slot slot = Reads.slot();
    if (slot.moving && slot.ledger != null && slot.ledger.cursors.find(resultSet) == null) {
      slot.ledger.cursors.add(resultSet, null);
    }
  }

  public static void closed(Object resultSet) {
    Reads.Slot slot = Reads.slot();
    if (slot.ledger != null) {
      forget(slot, resultSet);
    }
  }

  private static void forget(Reads.Slot slot, Object resultSet) {
    slot.ledger.cursors.forget(resultSet);
    if (slot.cursor.resultSet == resultSet) {
      slot.cursor = Cursors.NOTHING;
    }
  }

  /** A value was handed out, of a column by its number. */
  public static void value(Object resultSet, int column, Object value) {
    Reads.Slot slot = Reads.slot();
    if (slot.ledger != null) {
      Cursors.Cursor cursor = cursor(slot, resultSet);
      if (cursor.personal && value != null) {
        take(slot, cursor, cursor.plan.place(column), value);
      }
    }
  }

  /** A value was handed out, of a column by its label. */
  public static void value(Object resultSet, String label, Object value) {
    Reads.Slot slot = Reads.slot();
    if (slot.ledger != null) {
      Cursors.Cursor cursor = cursor(slot, resultSet);
      if (cursor.personal && value != null && label != null) {
        take(slot, cursor, cursor.plan.place(label), value);
      }
    }
  }

  /** As for objects; 0 is no id. */
  public static void value(Object resultSet, int column, long value) {
    Reads.Slot slot = Reads.slot();
    if (slot.ledger != null) {
      Cursors.Cursor cursor = cursor(slot, resultSet);
      if (cursor.personal) {
        whole(slot, cursor, cursor.plan.place(column), value);
      }
    }
  }

  /** As for objects; 0 is no id. */
  public static void value(Object resultSet, String label, long value) {
    Reads.Slot slot = Reads.slot();
    if (slot.ledger != null) {
      Cursors.Cursor cursor = cursor(slot, resultSet);
      if (cursor.personal && label != null) {
        whole(slot, cursor, cursor.plan.place(label), value);
      }
    }
  }

  private static void whole(Reads.Slot slot, Cursors.Cursor cursor, int place, long value) {
    if (place >= 0 && (value != 0 || cursor.plan.bits[place] != 0)) {
      take(slot, cursor, place, value);
    }
  }

  private static Cursors.Cursor cursor(Reads.Slot slot, Object resultSet) {
    Cursors.Cursor cursor = slot.cursor;
    return cursor.resultSet == resultSet ? cursor : other(slot, resultSet);
  }

  /** One that is read in turn with others. */
  private static Cursors.Cursor other(Reads.Slot slot, Object resultSet) {
    if (slot.moving) {
      return Cursors.NOTHING;
    }
    Cursors.Cursor cursor = slot.ledger.cursors.find(resultSet);
    slot.cursor = cursor == null ? met(slot, resultSet) : cursor;
    return slot.cursor;
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

  private static void take(Reads.Slot slot, Cursors.Cursor cursor, int place, Object value) {
    if (place < 0 || slot.moving) {
      return;
    }
    Row row = cursor.row;
    if (row == null) {
      row = new Row(cursor.plan);
      cursor.row = row;
    }
    row.values[place] = value;
    row.asked++;
    long bit = cursor.plan.bits[place];
    if ((bit & ~row.bits) != 0) {
      count(slot.ledger, cursor, row, bit);
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

    /** Forgets what a statement says. */
    void closed(Object statement);

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

package io.whoread.agent.boot;

import java.util.Map;

/**
 * What guarded accessors call: the hot path of the whole agent.
 *
 * <p>A read costs a thread-local look-up, two reference comparisons and an or. It allocates
 * nothing, takes no lock and asks no clock. Outside a request there is no ledger, and it ends after
 * the look-up.
 *
 * <p>The accessor hands over the value of its object's id field with the call, so that an object
 * that is filled with one row after the other is told apart row by row, without a map of objects
 * and without a call into application code.
 */
public final class Reads {
  private static final ThreadLocal<Slot> SLOT = new Slots();

  /** Null before the agent is at work. */
  static volatile Objects objects;

  private Reads() {}

  /**
   * @param id value of the object's id field, null where it has none
   * @param site the guarded type's number times 64, plus the bit of the field's kind
   */
  public static void touched(Object self, Object id, int site) {
    Ledger ledger = ledger();
    if (ledger != null) {
      ledger.touch(self, id, 0, site);
    }
  }

  /** As {@link #touched(Object, Object, int)}, for an id of a primitive type. */
  public static void touched(Object self, long id, int site) {
    Ledger ledger = ledger();
    if (ledger != null) {
      ledger.touch(self, null, id, site);
    }
  }

  /** As {@link #touched(Object, Object, int)}, for an id that the accessor cannot reach. */
  public static void touchedElsewhere(Object self, int site) {
    Ledger ledger = ledger();
    if (ledger != null) {
      touchedElsewhere(ledger, self, site);
    }
  }

  /** For an accessor of a class that guarded classes extend: whether it counts, its object says. */
  public static void touchedInherited(Object self, String accessor) {
    Ledger ledger = ledger();
    if (ledger != null) {
      touchedInherited(ledger, self, accessor);
    }
  }

  /** For a field that is read where no accessor is: whether it counts, its object says. */
  public static void touchedField(Object self, String field) {
    Ledger ledger = ledger();
    if (ledger != null && self != null) {
      touchedField(ledger, self, field);
    }
  }

  private static void touchedElsewhere(Ledger ledger, Object self, int site) {
    Objects to = objects;
    try {
      if (to != null) {
        to.touchedElsewhere(ledger, self, site);
      }
    } catch (Throwable e) {
      Hooks.fault("id", e);
    }
  }

  private static void touchedInherited(Ledger ledger, Object self, String accessor) {
    Objects to = objects;
    try {
      if (to != null) {
        to.touchedInherited(ledger, self, accessor);
      }
    } catch (Throwable e) {
      Hooks.fault("inherited", e);
    }
  }

  private static void touchedField(Ledger ledger, Object self, String field) {
    Objects to = objects;
    try {
      if (to != null) {
        to.touchedField(ledger, self, field);
      }
    } catch (Throwable e) {
      Hooks.fault("field", e);
    }
  }

  static void facts(Ledger ledger, int entry) {
    Objects to = objects;
    if (to != null) {
      try {
        to.facts(ledger, entry);
      } catch (Throwable e) {
        Hooks.fault("facts", e);
      }
    }
  }

  /**
   * A member of an interface was read that stands for a row.
   *
   * @param invocation what was called, as AOP Alliance has it
   */
  public static void projected(Map<?, ?> row, Object invocation) {
    Ledger ledger = ledger();
    Objects to = objects;
    if (ledger != null && to != null && row != null && invocation != null) {
      try {
        to.projected(ledger, row, invocation);
      } catch (Throwable e) {
        Hooks.fault("projection", e);
      }
    }
  }

  private static Ledger ledger() {
    Slot slot = SLOT.get();
    if (slot.ledger == null && slot.starving) {
      slot.missed = true;
    }
    return slot.ledger;
  }

  /** What is read until {@link #frameworkExit} is read by a framework and for nobody. */
  public static void frameworkEnter() {
    SLOT.get().framework++;
  }

  public static void frameworkExit() {
    SLOT.get().framework--;
  }

  /** The current thread's slot. */
  public static Slot slot() {
    return SLOT.get();
  }

  /** What a thread is at work on. Touched by its own thread alone. */
  public static final class Slot {
    /** Null while the thread serves no request. */
    public Ledger ledger;

    /** True while it serves one for which no ledger could be had. */
    public boolean starving;

    /** True once something was read by such a request: a gap in the trail. */
    public boolean missed;

    int framework;

    /** True while a result set moves, or is asked what it is: what that calls is its own affair. */
    boolean moving;

    /** The result set that was read last. */
    Cursors.Cursor cursor = Cursors.NOTHING;

    /** Above 0 while the thread adds threads to a pool. */
    int pooling;

    /** The way by which all leaves that is written now; 0 for each by its own. */
    int channel;

    boolean tells(int of) {
      return channel == 0 || channel == of;
    }

    /**
     * True while the connector is at work on an exchange, of which the last bytes leave after the
     * container has done with it.
     */
    boolean held;

    /** What the container gave back, to be ended with the exchange. */
    Object ended;

    /** Puts by what the thread is at work on, and gives it back for {@link #goOn}. */
    public Slot pause() {
      Slot put = new Slot();
      put.ledger = ledger;
      put.starving = starving;
      put.missed = missed;
      put.framework = framework;
      put.channel = channel;
      ledger = null;
      starving = false;
      missed = false;
      framework = 0;
      channel = 0;
      return put;
    }

    /** Takes up again what was put by. */
    public void goOn(Slot put) {
      ledger = put.ledger;
      starving = put.starving;
      missed = put.missed;
      framework = put.framework;
      channel = put.channel;
    }

    /** Whether what the container ends here goes on to the end of the exchange. */
    public boolean isHeld() {
      return held;
    }
  }

  private static final class Slots extends ThreadLocal<Slot> {
    @Override
    protected Slot initialValue() {
      return new Slot();
    }
  }
}

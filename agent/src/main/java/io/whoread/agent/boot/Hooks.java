package io.whoread.agent.boot;

/**
 * The bridge from hooked classes, which see only this package, to the agent, which lives in a class
 * loader of its own. Nothing is ever thrown at the caller.
 */
public final class Hooks {
  /** In place of a message's channel: what is written goes to somebody else than the request's. */
  public static final int ELSEWHERE = -1;

  private static volatile Target target;

  // Bits of the kinds of which the last digits are all there is.
  private static volatile long tails;

  private Hooks() {}

  /**
   * Puts the agent behind the hooks.
   *
   * @param tailKinds bits of the kinds of which the last digits are all there is, so that a value
   *     with these in sight is not masked
   */
  public static void target(Target to, long tailKinds) {
    tails = tailKinds;
    target = to;
  }

  /** A request enters the container. Returns what {@link #containerExit} is to be given. */
  public static Object containerEnter(Object request) {
    Target to = target;
    try {
      return to == null ? null : to.containerEnter(request);
    } catch (Throwable e) {
      fault(to, "container-enter", e);
      return null;
    }
  }

  public static void containerExit(Object token) {
    Reads.Slot slot = Reads.slot();
    if (slot.held && slot.ended == null) {
      slot.ended = token;
    } else {
      end(token);
    }
  }

  private static void end(Object token) {
    Target to = target;
    if (token != null && to != null) {
      try {
        to.containerExit(token);
      } catch (Throwable e) {
        fault(to, "container-exit", e);
      }
    }
  }

  /**
   * The connector begins to work on an exchange: what the container does with its request, and the
   * rest of its response after that.
   *
   * @param goesOn request, as the connector has it, that other threads worked for meanwhile; null
   *     for a new one
   * @return whether it is this call that begins it
   */
  public static boolean exchangeEnter(Object goesOn) {
    Reads.Slot slot = Reads.slot();
    boolean begins = !slot.held;
    slot.held = true;
    Target to = target;
    if (begins && goesOn != null && to != null && slot.ledger == null) {
      try {
        slot.ended = to.exchangeEnter(goesOn);
      } catch (Throwable e) {
        fault(to, "exchange-enter", e);
      }
    }
    return begins;
  }

  public static void exchangeExit(boolean begun) {
    if (begun) {
      Reads.Slot slot = Reads.slot();
      Object token = slot.ended;
      slot.held = false;
      slot.ended = null;
      end(token);
    }
  }

  /** A request enters a servlet. Returns what {@link #servletExit} is to be given. */
  public static Object servletEnter(Object servlet, Object request, Object response) {
    Target to = target;
    try {
      return to == null ? null : to.servletEnter(servlet, request, response);
    } catch (Throwable e) {
      fault(to, "servlet-enter", e);
      return null;
    }
  }

  public static void servletExit(Object token) {
    Target to = target;
    if (token != null && to != null) {
      try {
        to.servletExit(token);
      } catch (Throwable e) {
        fault(to, "servlet-exit", e);
      }
    }
  }

  /**
   * Bytes of a response are about to leave the JVM.
   *
   * @param chunk the bytes, from its position to its limit, which stay as they are
   */
  public static void beforeWrite(java.nio.ByteBuffer chunk) {
    Target to = target;
    Ledger ledger = Reads.slot().ledger;
    if (ledger != null && to != null) {
      try {
        to.beforeWrite(ledger, chunk);
      } catch (Throwable e) {
        fault(to, "before-write", e);
      }
    }
  }

  /**
   * The head of a response is about to leave the JVM.
   *
   * @param response as the connector has it
   */
  public static void beforeHead(Object response) {
    Target to = target;
    Ledger ledger = Reads.slot().ledger;
    if (ledger != null && to != null) {
      try {
        to.beforeHead(ledger, response);
      } catch (Throwable e) {
        fault(to, "before-head", e);
      }
    }
  }

  /**
   * Text leaves the service by another way than its response.
   *
   * @param channel number of the way out in the record's {@code Channel}
   */
  public static void leaves(int channel, CharSequence text) {
    Target to = target;
    Reads.Slot slot = Reads.slot();
    Ledger ledger = slot.ledger;
    if (ledger != null && to != null && text != null && slot.tells(channel)) {
      try {
        to.leaves(ledger, channel, text);
      } catch (Throwable e) {
        fault(to, "leaves", e);
      }
    }
  }

  /** As {@link #leaves(int, CharSequence)}, for bytes in which texts stand in UTF-8. */
  public static void leaves(int channel, byte[] bytes, int offset, int length) {
    if (bytes != null && Sinks.isOpen()) {
      leaves(channel, new String(bytes, offset, length, java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  /** Whether there is anything that could be found in what leaves. */
  static boolean hasRead(Ledger ledger) {
    Target to = target;
    try {
      return to != null && to.hasRead(ledger);
    } catch (Throwable e) {
      fault(to, "has-read", e);
      return false;
    }
  }

  /** What is written to the current request's response from now on is a page made of a template. */
  public static void rendersTemplate() {
    Target to = target;
    Ledger ledger = Reads.slot().ledger;
    if (ledger != null && to != null) {
      try {
        to.rendersTemplate(ledger);
      } catch (Throwable e) {
        fault(to, "template", e);
      }
    }
  }

  /**
   * A template is rendered.
   *
   * @param to what it is written to: only where that is the response's own it is a page
   */
  public static void rendersTemplate(Object to) {
    Ledger ledger = Reads.slot().ledger;
    Target agent = target;
    if (ledger != null && agent != null && to != null) {
      try {
        if (agent.isResponse(to)) {
          agent.rendersTemplate(ledger);
        }
      } catch (Throwable e) {
        fault(agent, "template", e);
      }
    }
  }

  /** An object was made of what the client sent: what is read of it was never kept here. */
  public static void given(Object made) {
    Target to = target;
    Ledger ledger = Reads.slot().ledger;
    if (ledger != null && to != null && made != null) {
      try {
        to.given(ledger, made);
      } catch (Throwable e) {
        fault(to, "given", e);
      }
    }
  }

  /**
   * As {@link #given}, for what one of Spring's binders has made.
   *
   * @param binder a {@code DataBinder}
   */
  public static void bound(Object binder) {
    Ledger ledger = Reads.slot().ledger;
    if (ledger != null && binder != null) {
      try {
        given(binder.getClass().getMethod("getTarget").invoke(binder));
      } catch (Throwable e) {
        fault(target, "bound", e);
      }
    }
  }

  /** A serialiser reads an object by its fields, past its accessors. */
  public static void seen(Object bean) {
    Target to = target;
    Ledger ledger = Reads.slot().ledger;
    if (ledger != null && to != null && bean != null) {
      try {
        to.seen(ledger, bean);
      } catch (Throwable e) {
        fault(to, "seen", e);
      }
    }
  }

  /**
   * The application has verified a token, and found it right.
   *
   * @param verified what its library gave back, or the token itself
   * @param text of the token, or anything else where {@code verified} has it
   */
  public static void verified(Object verified, Object text) {
    Target to = target;
    Ledger ledger = Reads.slot().ledger;
    if (ledger != null && to != null && verified != null) {
      try {
        to.verified(ledger, verified, text instanceof CharSequence ? (CharSequence) text : null);
      } catch (Throwable e) {
        fault(to, "token", e);
      }
    }
  }

  /** What work of the current request is to be done for on another thread; null for nothing. */
  static Object handsOver(Ledger ledger) {
    Target to = target;
    try {
      return to == null ? null : to.handsOver(ledger);
    } catch (Throwable e) {
      fault(to, "hand-over", e);
      return null;
    }
  }

  /** Returns what {@link #workEnd} is to be given, null for nothing. */
  static Object workBegin(Object scope, boolean thread) {
    Target to = target;
    try {
      return to == null ? null : to.workBegin(scope, thread);
    } catch (Throwable e) {
      fault(to, "work-begin", e);
      return null;
    }
  }

  /** Work ends that {@link Carried} or {@link #jobBegin} began. */
  public static void workEnd(Object token) {
    Target to = target;
    if (token != null && to != null) {
      try {
        to.workEnd(token);
      } catch (Throwable e) {
        fault(to, "work-end", e);
      }
    }
  }

  /**
   * A job begins, or a listener is handed a message. Returns what {@link #workEnd} is to be given.
   *
   * @param runner what runs it
   * @param argument the first that the runner was given, or null
   */
  public static Object jobBegin(Object runner, Object argument) {
    Target to = target;
    Reads.Slot slot = Reads.slot();
    if (to == null || slot.ledger != null || slot.starving) {
      return null;
    }
    try {
      return to.jobBegin(runner, argument);
    } catch (Throwable e) {
      fault(to, "job", e);
      return null;
    }
  }

  /** Work of the current request that will be done on another thread. */
  public static <T> T carry(T work, Class<T> as) {
    Target to = target;
    if (to != null && work != null && Reads.slot().ledger != null) {
      try {
        return as.cast(to.carry(work));
      } catch (Throwable e) {
        fault(to, "carry", e);
      }
    }
    return work;
  }

  /**
   * A framework begins to write an object as a message's body. Returns what {@link #messageEnd} is
   * to be given.
   */
  public static int messageBegin(Object message) {
    Target to = target;
    Ledger ledger = Reads.slot().ledger;
    if (ledger == null || to == null) {
      return 0;
    }
    int before = ledger.messageChannel;
    try {
      if (before != ELSEWHERE) {
        ledger.messageChannel = to.messageChannel(message);
      }
    } catch (Throwable e) {
      fault(to, "message-begin", e);
    }
    return before;
  }

  /** Whether a framework is writing a message that leaves through a channel. */
  public static boolean writesMessage(int channel) {
    Ledger ledger = Reads.slot().ledger;
    return ledger != null && ledger.messageChannel == channel;
  }

  /** Whether a message of a framework's leaves through a channel. */
  public static boolean goesThrough(int channel, Object message) {
    Target to = target;
    try {
      return to != null && to.messageChannel(message) == channel;
    } catch (Throwable e) {
      fault(to, "message", e);
      return false;
    }
  }

  /**
   * A request begins to write to a response that is held open, most likely another one's. Returns
   * what {@link #messageEnd} is to be given.
   */
  public static int elsewhereBegin() {
    Ledger ledger = Reads.slot().ledger;
    if (ledger == null) {
      return 0;
    }
    int before = ledger.messageChannel;
    ledger.messageChannel = ELSEWHERE;
    return before;
  }

  public static void messageEnd(int before) {
    Ledger ledger = Reads.slot().ledger;
    if (ledger != null) {
      ledger.messageChannel = before;
    }
  }

  /**
   * A serialiser begins a property of an object.
   *
   * @param member name of the accessor or field that the value comes from
   * @param writer what it is written with
   * @return what {@link #propertyEnd} is to be given, so that it needs no look-up; null for nothing
   */
  public static Ledger propertyBegin(Object bean, String member, Object writer) {
    Target to = target;
    Reads.Slot slot = Reads.slot();
    Ledger ledger = slot.ledger;
    if (to == null || bean == null || ledger == null && (!slot.starving || slot.missed)) {
      return null;
    }
    try {
      return to.propertyBegin(ledger, bean, member, writer) ? ledger : null;
    } catch (Throwable e) {
      fault(to, "property-begin", e);
      return null;
    }
  }

  public static void propertyEnd(Ledger ledger) {
    Target to = target;
    if (ledger != null && to != null && ledger.inProperty()) {
      try {
        if (!ledger.isNoted()) {
          to.noteProperty(ledger, ledger.depth() - 1);
        }
      } catch (Throwable e) {
        fault(to, "property-end", e);
      } finally {
        ledger.endProperty();
      }
    }
  }

  /** A serialiser writes text. */
  public static void wroteText(CharSequence text) {
    Ledger ledger = Reads.slot().ledger;
    if (ledger != null && ledger.inProperty() && text != null) {
      try {
        wrote(ledger, text);
      } catch (Throwable e) {
        fault(target, "wrote-text", e);
      }
    }
  }

  /** A serialiser writes text. */
  public static void wroteText(char[] text, int offset, int length) {
    Ledger ledger = Reads.slot().ledger;
    if (ledger != null && ledger.inProperty() && text != null) {
      try {
        wrote(ledger, java.nio.CharBuffer.wrap(text, offset, length));
      } catch (Throwable e) {
        fault(target, "wrote-text", e);
      }
    }
  }

  /** A serialiser writes UTF-8. */
  public static void wroteUtf8(byte[] text, int offset, int length) {
    Ledger ledger = Reads.slot().ledger;
    if (ledger != null && ledger.inProperty() && text != null) {
      try {
        wrote(ledger, new String(text, offset, length, java.nio.charset.StandardCharsets.UTF_8));
      } catch (Throwable e) {
        fault(target, "wrote-text", e);
      }
    }
  }

  private static void wrote(Ledger ledger, CharSequence text) {
    int shape = Shape.of(text);
    boolean tail = (tails >>> ledger.propertyBit() & 1) != 0;
    ledger.wrote(tail && shape == Shape.MASKED && Shape.showsTail(text) ? Shape.PLAIN : shape);
  }

  /** What an inlined advice failed with, before it came to call anything here. */
  public static void failed(Throwable e) {
    fault(target, "advice", e);
  }

  /** A serialiser writes a number, or anything else that cannot be masked. */
  public static void wroteValue() {
    Ledger ledger = Reads.slot().ledger;
    if (ledger != null && ledger.inProperty()) {
      ledger.wrote(Shape.PLAIN);
    }
  }

  static void touchedElsewhere(Ledger ledger, Object self, int site) {
    Target to = target;
    try {
      if (to != null) {
        to.touchedElsewhere(ledger, self, site);
      }
    } catch (Throwable e) {
      fault(to, "id", e);
    }
  }

  static void touchedInherited(Ledger ledger, Object self, String accessor) {
    Target to = target;
    try {
      if (to != null) {
        to.touchedInherited(ledger, self, accessor);
      }
    } catch (Throwable e) {
      fault(to, "inherited", e);
    }
  }

  static void touchedField(Ledger ledger, Object self, String field) {
    Target to = target;
    try {
      if (to != null) {
        to.touchedField(ledger, self, field);
      }
    } catch (Throwable e) {
      fault(to, "field", e);
    }
  }

  static void facts(Ledger ledger, int entry) {
    Target to = target;
    if (to != null) {
      try {
        to.facts(ledger, entry);
      } catch (Throwable e) {
        fault(to, "facts", e);
      }
    }
  }

  static boolean mayGrow(long bytes) {
    Target to = target;
    return to != null && to.mayGrow(bytes);
  }

  static void manyRows(Ledger ledger) {
    absorb(ledger);
    ledger.rows.clear();
  }

  /** Another thread is about to go on with what this one read for the request of both. */
  public static void handsOver() {
    Ledger ledger = Reads.slot().ledger;
    if (ledger != null && ledger.hasNews()) {
      absorb(ledger);
    }
  }

  private static void absorb(Ledger ledger) {
    Target to = target;
    try {
      if (to != null) {
        to.absorb(ledger);
      }
    } catch (Throwable e) {
      fault(to, "absorb", e);
    }
  }

  static void full(Ledger ledger) {
    Target to = target;
    try {
      if (to != null) {
        to.full(ledger);
      }
    } catch (Throwable e) {
      fault(to, "ledger-full", e);
    } finally {
      ledger.clear();
    }
  }

  private static void fault(Target to, String where, Throwable e) {
    try {
      if (to != null) {
        to.fault(where, e);
      }
    } catch (Throwable inFaultItself) {
      // The service must not feel it; there is nobody left to tell.
    }
  }

  /** The agent, as seen from hooked classes. */
  public interface Target {
    /** Goes on with a request that is known already; null for one that is not. */
    Object exchangeEnter(Object request) throws ReflectiveOperationException;

    Object containerEnter(Object request);

    void containerExit(Object token);

    Object servletEnter(Object servlet, Object request, Object response);

    void servletExit(Object token);

    void beforeWrite(Ledger ledger, java.nio.ByteBuffer chunk);

    void beforeHead(Ledger ledger, Object response);

    void leaves(Ledger ledger, int channel, CharSequence text);

    boolean hasRead(Ledger ledger);

    /** Whether that is a stream or writer of a response. */
    boolean isResponse(Object to);

    void rendersTemplate(Ledger ledger);

    /** What is read of an object and of those within it is no read. */
    void given(Ledger ledger, Object made);

    /** Touches the ledger, for all that is personal in an object, as read by a framework. */
    void seen(Ledger ledger, Object bean) throws IllegalAccessException;

    /**
     * @param text of the token, or null
     */
    void verified(Ledger ledger, Object verified, CharSequence text)
        throws ReflectiveOperationException;

    /** Returns what the current request is known by, wherever its work is done. */
    Object handsOver(Ledger ledger);

    /**
     * Work begins on the current thread, whatever that is at work on.
     *
     * @param scope as {@link #handsOver} returned it; null for nobody's work
     * @param thread whether it is all that a thread will ever do, which may be without end
     */
    Object workBegin(Object scope, boolean thread);

    void workEnd(Object token);

    Object jobBegin(Object runner, Object argument) throws ReflectiveOperationException;

    /** Returns a Runnable, Callable or Executor, whichever {@code work} is, for the request. */
    Object carry(Object work);

    /**
     * @param ledger null for a request for which none could be had
     */
    boolean propertyBegin(Ledger ledger, Object bean, String member, Object writer);

    /** Number of the channel that a message's body leaves through. */
    int messageChannel(Object message);

    /** Notes what was written of a property, after having read its object's id by reflection. */
    void noteProperty(Ledger ledger, int at) throws IllegalAccessException;

    /** Touches the ledger after having read the object's id by reflection. */
    void touchedElsewhere(Ledger ledger, Object self, int site) throws IllegalAccessException;

    /** As {@link #touchedElsewhere}, for an accessor of a class that guarded ones extend. */
    void touchedInherited(Ledger ledger, Object self, String accessor)
        throws IllegalAccessException;

    /** As {@link #touchedElsewhere}, for a field that is read without an accessor. */
    void touchedField(Ledger ledger, Object self, String field) throws IllegalAccessException;

    /**
     * Notes owner, status, day and links of an entry's object, read by field, and whose type and id
     * they are of: those of the object's own class, whichever class the accessor was declared in.
     */
    void facts(Ledger ledger, int entry) throws IllegalAccessException;

    /** Whether the ledgers may take so many bytes of heap more. Less than 0 gives back. */
    boolean mayGrow(long bytes);

    /** Takes over what a ledger holds, for its request. */
    void absorb(Ledger ledger);

    /** Merges and records a ledger that has no room left. It is cleared afterwards. */
    void full(Ledger ledger);

    void fault(String where, Throwable error);
  }
}

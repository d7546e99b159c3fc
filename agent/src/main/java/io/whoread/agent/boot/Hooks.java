package io.whoread.agent.boot;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The bridge from hooked classes, which see only this package, to the agent, which lives in a class
 * loader of its own: requests, and what leaves the service. Nothing is ever thrown at the caller.
 */
public final class Hooks {
  private static volatile Target target;

  private Hooks() {}

  /**
   * Puts the agent behind the hooks.
   *
   * @param tailKinds bits of the kinds of which the last digits are all there is, so that a value
   *     with these in sight is not masked
   */
  public static void target(Target to, Objects objects, Handover.Target handover, long tailKinds) {
    Written.tails(tailKinds);
    Reads.objects = objects;
    Handover.to(handover);
    target = to;
  }

  /** A request enters the container. Returns what {@link #containerExit} is to be given. */
  public static Object containerEnter(Object request) {
    Target to = target;
    try {
      return to == null ? null : to.containerEnter(request);
    } catch (Throwable e) {
      fault("container-enter", e);
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
        fault("container-exit", e);
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
    if (begins && goesOn != null && to != null) {
      try {
        slot.ended = to.exchangeEnter(goesOn);
      } catch (Throwable e) {
        fault("exchange-enter", e);
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
      fault("servlet-enter", e);
      return null;
    }
  }

  public static void servletExit(Object token) {
    Target to = target;
    if (token != null && to != null) {
      try {
        to.servletExit(token);
      } catch (Throwable e) {
        fault("servlet-exit", e);
      }
    }
  }

  /**
   * Bytes of a response are about to leave the JVM.
   *
   * @param chunk the bytes, from its position to its limit, which stay as they are
   */
  public static void beforeWrite(ByteBuffer chunk) {
    Target to = target;
    Ledger ledger = Reads.slot().ledger;
    if (ledger != null && to != null) {
      try {
        to.beforeWrite(ledger, chunk);
      } catch (Throwable e) {
        fault("before-write", e);
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
        fault("before-head", e);
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
        fault("leaves", e);
      }
    }
  }

  /** As {@link #leaves(int, CharSequence)}, for bytes in which texts stand in UTF-8. */
  public static void leaves(int channel, byte[] bytes, int offset, int length) {
    if (bytes != null && Sinks.isOpen()) {
      leaves(channel, new String(bytes, offset, length, StandardCharsets.UTF_8));
    }
  }

  /** Whether there is anything that could be found in what leaves. */
  static boolean hasRead(Ledger ledger) {
    Target to = target;
    try {
      return to != null && to.hasRead(ledger);
    } catch (Throwable e) {
      fault("has-read", e);
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
        fault("template", e);
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
        fault("template", e);
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
        fault("given", e);
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
        fault("bound", e);
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
        fault("token", e);
      }
    }
  }

  /** What an inlined advice failed with, before it came to call anything here. */
  public static void failed(Throwable e) {
    fault("advice", e);
  }

  static boolean mayGrow(long bytes) {
    Target to = target;
    return to != null && to.mayGrow(bytes);
  }

  static void manyRows(Ledger ledger) {
    absorb(ledger);
    ledger.rows.clear();
  }

  static void absorb(Ledger ledger) {
    Target to = target;
    try {
      if (to != null) {
        to.absorb(ledger);
      }
    } catch (Throwable e) {
      fault("absorb", e);
    }
  }

  static void full(Ledger ledger) {
    Target to = target;
    try {
      if (to != null) {
        to.full(ledger);
      }
    } catch (Throwable e) {
      fault("ledger-full", e);
    } finally {
      ledger.clear();
    }
  }

  static void fault(String where, Throwable e) {
    Target to = target;
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

    void beforeWrite(Ledger ledger, ByteBuffer chunk);

    void beforeHead(Ledger ledger, Object response);

    void leaves(Ledger ledger, int channel, CharSequence text);

    boolean hasRead(Ledger ledger);

    /** Whether that is a stream or writer of a response. */
    boolean isResponse(Object to);

    void rendersTemplate(Ledger ledger);

    /** What is read of an object and of those within it is no read. */
    void given(Ledger ledger, Object made);

    /**
     * @param text of the token, or null
     */
    void verified(Ledger ledger, Object verified, CharSequence text)
        throws ReflectiveOperationException;

    /** Whether the ledgers may take so many bytes of heap more. Less than 0 gives back. */
    boolean mayGrow(long bytes);

    /** Takes over what a ledger holds, for its request. */
    void absorb(Ledger ledger);

    /** Merges and records a ledger that has no room left. It is cleared afterwards. */
    void full(Ledger ledger);

    void fault(String where, Throwable error);
  }
}

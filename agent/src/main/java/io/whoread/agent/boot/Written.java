package io.whoread.agent.boot;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What frameworks and serialisers tell of what they write: the message, the property of an object,
 * the text that its value became. Nothing is ever thrown at the caller.
 */
public final class Written {
  /** In place of a message's channel: what is written goes to somebody else than the request's. */
  public static final int ELSEWHERE = -1;

  // Bits of the kinds of which the last digits are all there is.
  private static volatile long tails;

  private Written() {}

  static void tails(long kinds) {
    tails = kinds;
  }

  /** A serialiser reads an object by its fields, past its accessors. */
  public static void seen(Object bean) {
    Objects to = Reads.objects;
    Ledger ledger = Reads.slot().ledger;
    if (ledger != null && to != null && bean != null) {
      try {
        to.seen(ledger, bean);
      } catch (Throwable e) {
        Hooks.fault("seen", e);
      }
    }
  }

  /**
   * A framework begins to write an object as a message's body. Returns what {@link #messageEnd} is
   * to be given.
   */
  public static int messageBegin(Object message) {
    Objects to = Reads.objects;
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
      Hooks.fault("message-begin", e);
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
    Objects to = Reads.objects;
    try {
      return to != null && to.messageChannel(message) == channel;
    } catch (Throwable e) {
      Hooks.fault("message", e);
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
    Objects to = Reads.objects;
    Reads.Slot slot = Reads.slot();
    Ledger ledger = slot.ledger;
    if (to == null || bean == null || ledger == null && (!slot.starving || slot.missed)) {
      return null;
    }
    try {
      return to.propertyBegin(ledger, bean, member, writer) ? ledger : null;
    } catch (Throwable e) {
      Hooks.fault("property-begin", e);
      return null;
    }
  }

  public static void propertyEnd(Ledger ledger) {
    Objects to = Reads.objects;
    if (ledger != null && to != null && ledger.inProperty()) {
      try {
        if (!ledger.isNoted()) {
          to.noteProperty(ledger, ledger.depth() - 1);
        }
      } catch (Throwable e) {
        Hooks.fault("property-end", e);
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
        Hooks.fault("wrote-text", e);
      }
    }
  }

  /** A serialiser writes text. */
  public static void wroteText(char[] text, int offset, int length) {
    Ledger ledger = Reads.slot().ledger;
    if (ledger != null && ledger.inProperty() && text != null) {
      try {
        wrote(ledger, CharBuffer.wrap(text, offset, length));
      } catch (Throwable e) {
        Hooks.fault("wrote-text", e);
      }
    }
  }

  /** A serialiser writes UTF-8. */
  public static void wroteUtf8(byte[] text, int offset, int length) {
    Ledger ledger = Reads.slot().ledger;
    if (ledger != null && ledger.inProperty() && text != null) {
      try {
        wrote(ledger, new String(text, offset, length, StandardCharsets.UTF_8));
      } catch (Throwable e) {
        Hooks.fault("wrote-text", e);
      }
    }
  }

  private static void wrote(Ledger ledger, CharSequence text) {
    int shape = Shape.of(text);
    boolean tail = (tails >>> ledger.propertyBit() & 1) != 0;
    ledger.wrote(tail && shape == Shape.MASKED && Shape.showsTail(text) ? Shape.PLAIN : shape);
  }

  /** A serialiser writes a number, or anything else that cannot be masked. */
  public static void wroteValue() {
    Ledger ledger = Reads.slot().ledger;
    if (ledger != null && ledger.inProperty()) {
      ledger.wrote(Shape.PLAIN);
    }
  }
}

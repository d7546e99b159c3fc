package io.whoread.agent.boot;

import java.io.FileDescriptor;
import java.io.OutputStream;
import java.net.URI;
import java.util.Collection;
import java.util.Map;

/**
 * What leaves the service by another way than its response, as the libraries tell it by which it
 * leaves: a log line, a cell, a message, what is put into a cache.
 *
 * <p>A way out often uses another: an appender writes a file, a client of an RPC writes into a
 * buffer. What leaves within {@link #enter} leaves by that way alone.
 */
public final class Sinks {
  /** In place of a channel: what is written within leaves by no way, or was told before. */
  public static final int NOWHERE = -1;

  private static final int LOG = 6;

  private Sinks() {}

  /** Whether anything was read that could stand in what leaves now: else it need not be asked. */
  public static boolean isOpen() {
    Reads.Slot slot = Reads.slot();
    return slot.ledger != null && Hooks.hasRead(slot.ledger);
  }

  /** What is written on this thread leaves by a channel. Returns what {@link #exit} is given. */
  public static int enter(int channel) {
    Reads.Slot slot = Reads.slot();
    int before = slot.channel;
    if (before == 0) {
      slot.channel = channel;
    }
    return before;
  }

  /** Whether this is within another way out, that tells what leaves. */
  public static boolean isWithin() {
    return Reads.slot().channel != 0;
  }

  public static void exit(int before) {
    Reads.slot().channel = before;
  }

  /**
   * What a library was given to be sent, written or kept.
   *
   * @param values texts, numbers and addresses, and arrays of bytes, with offset and length or
   *     whole; and maps and collections of these; all else is passed over
   */
  public static void leave(int channel, Object... values) {
    if (isOpen()) {
      for (int i = 0; i < values.length; i++) {
        Object value = values[i];
        if (value instanceof byte[]) {
          bytes(channel, (byte[]) value, values, i + 1);
        } else if (value instanceof byte[][]) {
          leave(channel, (Object[]) value);
        } else if (value instanceof Map) {
          leave(channel, ((Map<?, ?>) value).values().toArray());
        } else if (value instanceof Collection) {
          leave(channel, ((Collection<?>) value).toArray());
        } else if (value instanceof CharSequence) {
          Hooks.leaves(channel, (CharSequence) value);
        } else if (value instanceof URI) {
          Hooks.leaves(channel, value.toString());
        } else if (value instanceof Number) {
          Hooks.leaves(channel, number((Number) value));
        }
      }
    }
  }

  /** As {@link #leave}, to a file; what goes to the process's own outputs is a log. */
  public static void leaveToFile(FileDescriptor file, int channel, Object... bytes) {
    // Within a log line that was told already.
    if (!isWithin()) {
      boolean output = file == FileDescriptor.out || file == FileDescriptor.err;
      leave(output ? LOG : channel, bytes);
    }
  }

  /**
   * What was gathered to be sent at once.
   *
   * @param stream of which {@code toByteArray} gives what was written to it
   */
  public static void leaveGathered(int channel, OutputStream stream)
      throws ReflectiveOperationException {
    leave(channel, stream.getClass().getMethod("toByteArray").invoke(stream));
  }

  /** Where an array is followed by offset and length, these are its own. */
  private static void bytes(int channel, byte[] bytes, Object[] values, int next) {
    if (next + 1 < values.length
        && values[next] instanceof Integer
        && values[next + 1] instanceof Integer) {
      int from = (Integer) values[next];
      int length = (Integer) values[next + 1];
      if (from >= 0 && length >= 0 && length <= bytes.length - from) {
        Hooks.leaves(channel, bytes, from, length);
      }
    } else {
      Hooks.leaves(channel, bytes, 0, bytes.length);
    }
  }

  /** As it is read: a cell holds a phone number as 1.38E10. */
  private static String number(Number number) {
    double value = number.doubleValue();
    return value == Math.rint(value) && Math.abs(value) < 1L << 53
        ? Long.toString(number.longValue())
        : number.toString();
  }
}

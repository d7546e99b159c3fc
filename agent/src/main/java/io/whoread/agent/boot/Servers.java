package io.whoread.agent.boot;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The bridge from servers whose exchanges are told apart by themselves: whichever thread works for
 * one, what it sends is of the request that the exchange is for. Nothing is ever thrown at the
 * caller.
 */
public final class Servers {
  private static volatile Target target;

  private Servers() {}

  /** Puts the agent behind the servers. */
  public static void target(Target to) {
    target = to;
  }

  /**
   * A server begins to work for a request, or goes on with it. Returns what {@link #exit} is to be
   * given.
   *
   * @param exchange as the server has it; null for none
   * @param context in which the server has its servlet request; null for one that is known
   */
  public static Object enter(Object exchange, Object context) {
    Target to = target;
    if (to == null || exchange == null) {
      return null;
    }
    Reads.Slot slot = Reads.slot();
    Turn turn = new Turn(slot.held);
    // Its last bytes leave before the server ends its work on it.
    slot.held = true;
    try {
      turn.token = to.enter(exchange, context);
    } catch (Throwable e) {
      Hooks.fault("server-enter", e);
    }
    return turn;
  }

  public static void exit(Object entered) {
    Target to = target;
    if (entered != null && to != null) {
      Turn turn = (Turn) entered;
      Reads.slot().held = turn.wasHeld;
      try {
        if (turn.token != null) {
          to.exit(turn.token);
        }
      } catch (Throwable e) {
        Hooks.fault("server-exit", e);
      }
    }
  }

  /** The head of a response is about to leave the JVM. May be told more than once. */
  public static void head(Object exchange) {
    Target to = target;
    if (to != null) {
      try {
        to.head(exchange);
      } catch (Throwable e) {
        Hooks.fault("server-head", e);
      }
    }
  }

  /**
   * Bytes of a response are about to leave the JVM.
   *
   * @param arguments what a channel's method to write was given: a buffer, buffers with or without
   *     from which on and how many, or a file with position and count
   * @return how many bytes they are
   */
  public static long sends(Object exchange, Object[] arguments) {
    try {
      return sends(exchange, arguments, arguments[0]);
    } catch (RuntimeException e) {
      // Whoever called wrongly hears it from the server.
      return 0;
    }
  }

  private static long sends(Object exchange, Object[] arguments, Object first) {
    if (first instanceof ByteBuffer) {
      return sends(exchange, (ByteBuffer) first);
    } else if (first instanceof FileChannel) {
      return sends(exchange, (FileChannel) first, (Long) arguments[1], (Long) arguments[2]);
    }
    ByteBuffer[] chunks = (ByteBuffer[]) first;
    int from = arguments.length == 1 ? 0 : (Integer) arguments[1];
    int count = arguments.length == 1 ? chunks.length : (Integer) arguments[2];
    long all = 0;
    for (int i = from; i < from + count; i++) {
      all += sends(exchange, chunks[i]);
    }
    return all;
  }

  /** As {@link #sends(Object, Object[])}, for a buffer, which stays as it is. */
  public static long sends(Object exchange, ByteBuffer chunk) {
    Target to = target;
    if (to == null || chunk == null) {
      return 0;
    }
    try {
      to.sends(exchange, chunk);
    } catch (Throwable e) {
      Hooks.fault("server-sends", e);
    }
    return chunk.remaining();
  }

  private static long sends(Object exchange, FileChannel file, long position, long count) {
    Target to = target;
    try {
      if (to != null) {
        to.sends(exchange, file, position, count);
      }
    } catch (Throwable e) {
      Hooks.fault("server-sends", e);
    }
    return count;
  }

  /**
   * As {@link #sends(Object, ByteBuffer)}, for what the server has its bytes in.
   *
   * @param content a buffer, or something of the server's own that holds one; null for no bytes
   */
  public static void sends(Object exchange, Object content) {
    Target to = target;
    try {
      if (content instanceof ByteBuffer) {
        sends(exchange, (ByteBuffer) content);
      } else if (to != null && content != null) {
        to.sends(exchange, content);
      }
    } catch (Throwable e) {
      Hooks.fault("server-sends", e);
    }
  }

  /**
   * Bytes pass the last point of a server before they leave. They may have been told of by {@link
   * #sends} and be compressed by now.
   *
   * @param chunk null for no bytes
   */
  public static void passes(Object exchange, ByteBuffer chunk) {
    Target to = target;
    if (to != null) {
      try {
        to.passes(exchange, chunk);
      } catch (Throwable e) {
        Hooks.fault("server-passes", e);
      }
    }
  }

  /** A server has done with a request, and may use what it had it in for the next. */
  public static void done(Object exchange) {
    Target to = target;
    if (to != null) {
      try {
        to.done(exchange);
      } catch (Throwable e) {
        Hooks.fault("server-done", e);
      }
    }
  }

  /**
   * A channel took bytes, or not all of them: the rest it will be given once more.
   *
   * @param given as {@link #sends} returned it
   */
  public static void sent(Object exchange, long given, long taken) {
    Target to = target;
    if (to != null && taken < given) {
      try {
        to.kept(exchange, given - Math.max(0, taken));
      } catch (Throwable e) {
        Hooks.fault("server-sent", e);
      }
    }
  }

  /** The agent, as seen from hooked servers. */
  public interface Target {
    /** Returns what {@link #exit} is to be given; null for nothing. */
    Object enter(Object exchange, Object context) throws ReflectiveOperationException;

    void exit(Object token);

    void head(Object exchange) throws ReflectiveOperationException;

    void sends(Object exchange, ByteBuffer chunk) throws ReflectiveOperationException;

    void sends(Object exchange, FileChannel file, long position, long count)
        throws java.io.IOException, ReflectiveOperationException;

    void sends(Object exchange, Object content) throws ReflectiveOperationException;

    void passes(Object exchange, ByteBuffer chunk) throws ReflectiveOperationException;

    void done(Object exchange) throws ReflectiveOperationException;

    /** So many of the bytes that were sent last will come once more. */
    void kept(Object exchange, long bytes) throws ReflectiveOperationException;
  }

  /** A thread at work for an exchange. */
  private static final class Turn {
    final boolean wasHeld;
    Object token;

    Turn(boolean wasHeld) {
      this.wasHeld = wasHeld;
    }
  }
}

package io.whoread.collector.notify;

import java.net.ConnectException;
import java.time.Duration;

/**
 * What a peer answered to a message.
 *
 * @param words for a person: a status, a code, an error; never a secret or an address
 * @param after how long the peer wants to be left alone; null where it does not say
 */
record Answer(Kind kind, String words, Duration after) {
  private static final int LONGEST = 200;

  enum Kind {
    /** Taken. */
    SENT,
    /** Not taken this time; another message may be. */
    LATER,
    /** The peer takes nothing at the moment. */
    DOWN,
    /** Will never be taken, whatever is done on either side. */
    REFUSED
  }

  static Answer sent(String words) {
    return new Answer(Kind.SENT, plain(words), null);
  }

  static Answer later(String words) {
    return new Answer(Kind.LATER, plain(words), null);
  }

  static Answer down(String words, Duration after) {
    return new Answer(Kind.DOWN, plain(words), after);
  }

  /** The peer cannot be reached, or does not speak as it should. */
  static Answer down(Exception e) {
    if (e instanceof ConnectException && e.getMessage() == null) {
      return down("nobody listens there, or no way leads there", null);
    }
    return down(
        e.getMessage() == null
            ? e.getClass().getSimpleName()
            : e.getClass().getSimpleName() + ": " + e.getMessage(),
        null);
  }

  static Answer refused(String words) {
    return new Answer(Kind.REFUSED, plain(words), null);
  }

  /** A peer's words are shown on terminals and in logs. */
  private static String plain(String words) {
    String line = words.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST);
  }
}

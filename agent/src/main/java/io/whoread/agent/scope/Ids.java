package io.whoread.agent.scope;

import java.util.concurrent.ThreadLocalRandom;

/** Ids of traces and requests: they tell apart, they protect nothing. */
final class Ids {
  private Ids() {}

  static byte[] random(int length) {
    byte[] id = new byte[length];
    ThreadLocalRandom.current().nextBytes(id);
    return id;
  }

  /** The trace id of a W3C {@code traceparent}, or null where it is none. */
  static byte[] trace(String traceparent) {
    if (traceparent == null
        || traceparent.length() < 55
        || traceparent.charAt(2) != '-'
        || traceparent.charAt(35) != '-'
        || traceparent.startsWith("ff")) {
      return null;
    }
    byte[] id = new byte[16];
    boolean zero = true;
    for (int i = 0; i < id.length; i++) {
      int high = digit(traceparent.charAt(3 + 2 * i));
      int low = digit(traceparent.charAt(4 + 2 * i));
      if (high < 0 || low < 0) {
        return null;
      }
      id[i] = (byte) (high << 4 | low);
      zero &= id[i] == 0;
    }
    return zero ? null : id;
  }

  private static int digit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }
}

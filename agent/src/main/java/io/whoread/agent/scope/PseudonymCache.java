package io.whoread.agent.scope;

import io.whoread.record.PseudonymKey;
import io.whoread.record.Pseudonyms;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Makes pseudonyms for many threads, and remembers some ten thousand: a page and the detail that is
 * opened from it name the same orders, and an HMAC costs more than all else a record does.
 *
 * <p>What is remembered lies in one array and is no object: a page looks up some sixty ids,
 * scattered over the table, and each object on the way to an answer would be another wait for
 * memory, and another thing for the garbage collector to follow. A place is a cache line of eight
 * words:
 *
 * <pre>
 *   head    times written (32 bits) | busy (1) | kind (8) | length of the id (8)
 *   5 words the id, a byte a character
 *   2 words the pseudonym
 * </pre>
 *
 * <p>An id may stand in either of two neighbouring places; a newcomer takes the one that was
 * written less often. No lock is taken: who writes sets the busy bit first and counts up last, and
 * who reads believes only what stands between two equal heads. Longer ids, and those with
 * characters beyond Latin-1, are worked out each time. 2 MB of heap.
 */
public final class PseudonymCache {
  private static final int PLACES = 32_768;
  private static final int WORDS = 8;
  private static final int ID_WORDS = 5;
  private static final int MAX_ID = 8 * ID_WORDS;
  private static final int MAX_KINDS = 255;
  private static final long BUSY = 1L << 31;
  private static final long MIX = 0x9e3779b97f4a7c15L;

  private final AtomicLongArray places = new AtomicLongArray(PLACES * WORDS);
  private final ConcurrentLinkedQueue<Pseudonyms> free = new ConcurrentLinkedQueue<>();
  private final Pseudonyms first;
  private final PseudonymCache previous;

  /** A kind's number is its place here, from 1. Replaced as a whole. */
  private volatile String[] kinds = {};

  /**
   * @param before the key of an earlier epoch, where pseudonyms made with it are told as well; else
   *     null
   */
  public PseudonymCache(PseudonymKey key, PseudonymKey before) {
    first = new Pseudonyms(key);
    previous = before == null ? null : new PseudonymCache(before, null);
  }

  /** Those of the key before, or null. */
  public PseudonymCache previous() {
    return previous;
  }

  public int epoch() {
    return first.epoch();
  }

  /** 16 new bytes. */
  public byte[] of(String kind, String id) {
    int number = isKept(id) ? number(kind) : 0;
    if (number == 0) {
      return make(kind, id);
    }
    long tag = number << 8 | id.length();
    long a = word(id, 0);
    long b = word(id, 8);
    long c = word(id, 16);
    long d = word(id, 24);
    long e = word(id, 32);
    long hash = mix(mix(mix(mix(mix(tag, a), b), c), d), e);
    int one = (int) (hash >>> 32) & PLACES - 1;
    for (int place = one; ; place ^= 1) {
      int at = place * WORDS;
      long head = places.get(at);
      if ((int) head == tag
          && places.get(at + 1) == a
          && places.get(at + 2) == b
          && places.get(at + 3) == c
          && places.get(at + 4) == d
          && places.get(at + 5) == e) {
        long high = places.get(at + 6);
        long low = places.get(at + 7);
        if (places.get(at) == head) {
          return bytes(high, low);
        }
      }
      if (place != one) {
        break;
      }
    }
    byte[] pseudonym = make(kind, id);
    int other = one ^ 1;
    boolean first = places.get(one * WORDS) >>> 32 <= places.get(other * WORDS) >>> 32;
    keep((first ? one : other) * WORDS, tag, new long[] {a, b, c, d, e}, pseudonym);
    return pseudonym;
  }

  private byte[] make(String kind, String id) {
    Pseudonyms mine = free.poll();
    if (mine == null) {
      mine = first.copy();
    }
    byte[] pseudonym = mine.of(kind, id);
    free.offer(mine);
    return pseudonym;
  }

  private void keep(int at, long tag, long[] id, byte[] pseudonym) {
    long head = places.get(at);
    // Another thread that writes here has as good a reason.
    if ((head & BUSY) != 0 || !places.compareAndSet(at, head, head | BUSY)) {
      return;
    }
    for (int i = 0; i < ID_WORDS; i++) {
      places.lazySet(at + 1 + i, id[i]);
    }
    places.lazySet(at + 6, number(pseudonym, 0));
    places.lazySet(at + 7, number(pseudonym, 8));
    places.lazySet(at, ((head >>> 32) + 1) << 32 | tag);
  }

  private static boolean isKept(String id) {
    int length = id.length();
    int all = 0;
    for (int i = 0; i < length; i++) {
      all |= id.charAt(i);
    }
    return length <= MAX_ID && all <= 0xff;
  }

  /** 0 where there are too many. */
  private int number(String kind) {
    String[] known = kinds;
    for (int i = 0; i < known.length; i++) {
      if (known[i].equals(kind)) {
        return i + 1;
      }
    }
    return known.length < MAX_KINDS ? enter(kind) : 0;
  }

  private synchronized int enter(String kind) {
    int at = Arrays.asList(kinds).indexOf(kind);
    if (at < 0 && kinds.length < MAX_KINDS) {
      String[] more = Arrays.copyOf(kinds, kinds.length + 1);
      at = kinds.length;
      more[at] = kind;
      kinds = more;
    }
    return at + 1;
  }

  /** Up to eight characters from a place on; 0 behind the end. */
  private static long word(String id, int from) {
    int to = Math.min(id.length(), from + 8);
    long word = 0;
    for (int i = from; i < to; i++) {
      word = word << 8 | id.charAt(i);
    }
    return word;
  }

  private static long mix(long hash, long word) {
    long mixed = (hash ^ word) * MIX;
    return mixed ^ mixed >>> 29;
  }

  private static long number(byte[] bytes, int from) {
    long number = 0;
    for (int i = from; i < from + 8; i++) {
      number = number << 8 | bytes[i] & 255;
    }
    return number;
  }

  private static byte[] bytes(long high, long low) {
    byte[] bytes = new byte[Pseudonyms.LENGTH];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (high >>> 56 - 8 * i);
      bytes[8 + i] = (byte) (low >>> 56 - 8 * i);
    }
    return bytes;
  }
}

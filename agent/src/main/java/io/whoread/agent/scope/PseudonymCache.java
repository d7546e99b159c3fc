package io.whoread.agent.scope;

import io.whoread.record.PseudonymKey;
import io.whoread.record.Pseudonyms;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Makes pseudonyms for many threads, and remembers the last 32,768: a page and the detail that is
 * opened from it name the same orders, and an HMAC costs more than all else a record does.
 *
 * <p>A page looks up some sixty ids, and what that costs is waiting for memory. So nothing that is
 * remembered is an object, and what was met together lies together: places are given out one after
 * the other, in a ring, so that the orders of a page, their customers and parcels are neighbours.
 * An id is looked for behind the one before it (see {@link Trail}), and only where it is not there
 * through an index, which leads from an id's hash to its place. A place has eight words:
 *
 * <pre>
 *   head    times written (32 bits) | busy (1) | kind (8) | length of the id (8)
 *   5 words the id, a byte a character
 *   2 words the pseudonym
 * </pre>
 *
 * <p>No lock is taken. Who writes a place sets the busy bit first and counts up last; who reads
 * believes only what stands between two equal heads and is the very id. So the index may lead
 * astray: it has two slots for a hash, and whatever threads overwrite there costs an HMAC at most.
 * Ids that are longer, or have characters beyond Latin-1, are worked out each time. Heap: 2.4 MB.
 */
public final class PseudonymCache {
  private static final int PLACES = 1 << 15;
  private static final int SLOTS = 1 << 16;
  private static final int WORDS = 8;
  private static final int ID_WORDS = 5;
  private static final int MAX_ID = 8 * ID_WORDS;
  private static final int MAX_KINDS = 255;
  private static final long BUSY = 1L << 31;
  private static final long MIX = 0x9e3779b97f4a7c15L;

  /** A place in the low bits, bits of the id's hash in the others. */
  private final AtomicIntegerArray index = new AtomicIntegerArray(SLOTS);

  private final AtomicLongArray places = new AtomicLongArray(PLACES * WORDS);
  private final AtomicInteger next = new AtomicInteger();
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
    return of(kind, id, new Trail());
  }

  /**
   * As {@link #of(String, String)}, of one of many ids in a row.
   *
   * @param trail kept from one id to the next, by one thread
   */
  byte[] of(String kind, String id, Trail trail) {
    int number = isKept(id) ? number(kind) : 0;
    if (number == 0) {
      return make(kind, id);
    }
    long tag = number << 8 | id.length();
    long[] words = trail.words;
    for (int i = 0; i < ID_WORDS; i++) {
      words[i] = word(id, 8 * i);
    }
    for (int way = 0; way < 2; way++) {
      int place = way == 0 ? trail.next : trail.aside;
      byte[] known = read(place, tag, words);
      if (known != null) {
        trail.next = place + 1;
        return known;
      }
    }
    long hash = hash(tag, words);
    int slot = (int) (hash >>> 32) & SLOTS - 1;
    int mark = (int) hash & -PLACES;
    for (int way = 0; way < 2; way++) {
      int hint = index.get(slot ^ way);
      byte[] known = (hint & -PLACES) == mark ? read(hint, tag, words) : null;
      if (known != null) {
        trail.aside = hint + 1;
        return known;
      }
    }
    byte[] pseudonym = make(kind, id);
    int place = next.getAndIncrement() & PLACES - 1;
    keep(place * WORDS, tag, words, pseudonym);
    index.set(slot ^ 1, index.get(slot));
    index.set(slot, mark | place);
    trail.next = place + 1;
    return pseudonym;
  }

  /** The pseudonym at a place, where that is the id's; else null. */
  private byte[] read(int place, long tag, long[] id) {
    int at = (place & PLACES - 1) * WORDS;
    long head = places.get(at);
    if ((int) head != tag) {
      return null;
    }
    for (int i = 0; i < ID_WORDS; i++) {
      if (places.get(at + 1 + i) != id[i]) {
        return null;
      }
    }
    long high = places.get(at + 6);
    long low = places.get(at + 7);
    return places.get(at) == head ? bytes(high, low) : null;
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
    // A thread that is a whole round behind may still be writing here.
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

  private static long hash(long tag, long[] words) {
    long hash = tag;
    for (long word : words) {
      hash = (hash ^ word) * MIX;
      hash ^= hash >>> 29;
    }
    return hash;
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

  /**
   * Where ids that are looked up one after the other are likely to lie: behind the last one, or,
   * where one of them lay elsewhere (a customer of several orders), behind that.
   */
  static final class Trail {
    private final long[] words = new long[ID_WORDS];
    private int next;
    private int aside;
  }
}

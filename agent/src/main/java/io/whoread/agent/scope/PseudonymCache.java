package io.whoread.agent.scope;

import io.whoread.record.PseudonymKey;
import io.whoread.record.Pseudonyms;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Makes pseudonyms for many threads, and remembers some thousands: a page and the detail that is
 * opened from it name the same orders, and an HMAC costs more than all else a record does.
 *
 * <p>A place is chosen by hash, and a newcomer takes it: no order is kept, no lock is taken, and a
 * race costs an HMAC twice. About 5 MB of heap at most.
 */
public final class PseudonymCache {
  private static final int PLACES = 32_768;
  private static final int MAX_ID = 64;

  private final AtomicReferenceArray<Known> places = new AtomicReferenceArray<>(PLACES);
  private final ConcurrentLinkedQueue<Pseudonyms> free = new ConcurrentLinkedQueue<>();
  private final Pseudonyms first;

  public PseudonymCache(PseudonymKey key) {
    first = new Pseudonyms(key);
  }

  public int epoch() {
    return first.epoch();
  }

  /** 16 bytes that must not be changed. */
  public byte[] of(String kind, String id) {
    int hash = id.hashCode() * 31 + kind.hashCode();
    int place = (hash ^ hash >>> 15) & PLACES - 1;
    Known known = places.get(place);
    if (known != null && known.id.equals(id) && known.kind.equals(kind)) {
      return known.pseudonym;
    }
    Pseudonyms mine = free.poll();
    if (mine == null) {
      mine = first.copy();
    }
    byte[] pseudonym = mine.of(kind, id);
    free.offer(mine);
    if (id.length() <= MAX_ID) {
      places.set(place, new Known(kind, id, pseudonym));
    }
    return pseudonym;
  }

  private static final class Known {
    final String kind;
    final String id;
    final byte[] pseudonym;

    Known(String kind, String id, byte[] pseudonym) {
      this.kind = kind;
      this.id = id;
      this.pseudonym = pseudonym;
    }
  }
}

package io.whoread.collector.log.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The entries that were written last, in memory, so that views that keep up read nothing from the
 * brokers. One thread adds, any number reads.
 */
final class Recent {
  private static final long MOST_BYTES = 32 << 20;

  private final ConcurrentSkipListSet<Item> items = new ConcurrentSkipListSet<>();
  private final Map<Long, Item> byPosition = new ConcurrentHashMap<>();
  private long bytes;
  // All that comes behind it is here.
  private volatile Item floor;

  Recent(Item floor) {
    this.floor = floor;
  }

  /** Adds the next one in the order of the log: who sees it has seen all before it. */
  void add(Item item) {
    byPosition.put(item.position(), item);
    items.add(item);
    bytes += item.encoded().size();
    while (bytes > MOST_BYTES) {
      // In this order, so that a reader who finds one gone finds that it is behind, too.
      floor = items.first();
      items.pollFirst();
      byPosition.remove(floor.position());
      bytes -= floor.encoded().size();
    }
  }

  /** Whether all behind an entry is here. To be asked again after {@link #after}. */
  boolean reaches(Item item) {
    return item.compareTo(floor) >= 0;
  }

  /** Null where there is none. */
  Item after(Item item) {
    return items.higher(item);
  }

  /** Null where it is not here. */
  Item at(long position) {
    return byPosition.get(position);
  }
}

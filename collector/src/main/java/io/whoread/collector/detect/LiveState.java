package io.whoread.collector.detect;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** State as live objects on the heap. */
final class LiveState<K, V> implements TimedState<K, V> {
  private record Wake<K>(long time, K key) {}

  private final Map<K, V> values = new HashMap<>();
  private final Map<K, Long> alarms = new HashMap<>();

  /** Keys decide between alarms of the same time, so that a replay keeps their order. */
  private final TreeSet<Wake<K>> inOrder;

  private final LongSupplier watermark;

  // The key asked for last, which is likely the next one too: reads of one actor follow each other.
  private K lastKey;
  private V lastValue;

  LiveState(Comparator<? super K> keys, LongSupplier watermark) {
    this.inOrder =
        new TreeSet<>(Comparator.<Wake<K>>comparingLong(Wake::time).thenComparing(Wake::key, keys));
    this.watermark = watermark;
  }

  @Override
  public V get(K key) {
    if (key != lastKey) {
      lastValue = values.get(key);
      lastKey = key;
    }
    return lastValue;
  }

  @Override
  public void put(K key, V value) {
    if (key != lastKey || value != lastValue) {
      values.put(key, value);
      lastKey = key;
      lastValue = value;
    }
  }

  @Override
  public void wakeAt(K key, long time) {
    Long before = time == NEVER ? alarms.remove(key) : alarms.put(key, time);
    if (before != null) {
      inOrder.remove(new Wake<>(before, key));
    }
    if (time != NEVER) {
      inOrder.add(new Wake<>(time, key));
    }
  }

  @Override
  public long alarm(K key) {
    return alarms.getOrDefault(key, NEVER);
  }

  @Override
  public long watermark() {
    return watermark.getAsLong();
  }

  /** The time of the first alarm, or {@link #NEVER}. */
  long firstAlarm() {
    return inOrder.isEmpty() ? NEVER : inOrder.first().time();
  }

  /** Takes the first alarm off and returns its key. */
  K takeFirstAlarm() {
    K key = inOrder.pollFirst().key();
    alarms.remove(key);
    return key;
  }

  @Override
  public void removeIf(BiPredicate<K, V> forgettable) {
    lastKey = null;
    values
        .entrySet()
        .removeIf(
            e -> {
              boolean forgotten = forgettable.test(e.getKey(), e.getValue());
              if (forgotten) {
                wakeAt(e.getKey(), NEVER);
              }
              return forgotten;
            });
  }

  /** Hands all values and alarms over; never are all of them held twice. */
  void moveTo(LiveState<K, V> other, UnaryOperator<V> changed) {
    lastKey = null;
    alarms.forEach(other::wakeAt);
    alarms.clear();
    inOrder.clear();
    values
        .entrySet()
        .removeIf(
            each -> {
              other.put(each.getKey(), changed.apply(each.getValue()));
              return true;
            });
  }

  @Override
  public void forEach(BiConsumer<K, V> visitor) {
    values.forEach(visitor);
  }

  @Override
  public int size() {
    return values.size();
  }
}

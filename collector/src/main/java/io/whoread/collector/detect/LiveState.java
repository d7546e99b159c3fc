package io.whoread.collector.detect;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/** State as live objects that stay on the heap: of what there are few. */
final class LiveState<K, V> implements KeyedState<K, V> {
  private final Map<K, V> values = new HashMap<>();

  // What was asked for or put last, which is likely the next one too.
  private K lastKey;
  private V last;

  @Override
  public V get(K key) {
    if (key != lastKey) {
      last = values.get(key);
      lastKey = key;
    }
    return last;
  }

  @Override
  public void put(K key, V value) {
    if (key != lastKey || value != last) {
      values.put(key, value);
      lastKey = key;
      last = value;
    }
  }

  @Override
  public void removeIf(BiPredicate<K, V> forgettable) {
    lastKey = null;
    values.entrySet().removeIf(each -> forgettable.test(each.getKey(), each.getValue()));
  }

  /** Hands all values over. */
  void moveTo(LiveState<K, V> other) {
    other.values.putAll(values);
    values.clear();
    lastKey = null;
    other.lastKey = null;
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

package io.whoread.collector.detect;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/** State as live objects that stay on the heap: of what there are few. */
final class LiveState<K, V> implements KeyedState<K, V> {
  private final Map<K, V> values = new HashMap<>();

  @Override
  public V get(K key) {
    return values.get(key);
  }

  @Override
  public void put(K key, V value) {
    values.put(key, value);
  }

  @Override
  public void removeIf(BiPredicate<K, V> forgettable) {
    values.entrySet().removeIf(each -> forgettable.test(each.getKey(), each.getValue()));
  }

  /** Hands all values over. */
  void moveTo(LiveState<K, V> other) {
    other.values.putAll(values);
    values.clear();
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

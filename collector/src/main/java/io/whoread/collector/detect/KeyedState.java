package io.whoread.collector.detect;

import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/**
 * What a stage remembers, by key. Values may be changed in place, but a change counts only once
 * {@link #put} has been called: a state kept as bytes knows of nothing else.
 */
interface KeyedState<K, V> {
  /** The value, or null. */
  V get(K key);

  void put(K key, V value);

  /** Forgets what a test says can be forgotten, and its alarms. */
  void removeIf(BiPredicate<K, V> forgettable);

  void forEach(BiConsumer<K, V> visitor);

  /** Begins to hand out all there is now: all at once, unless there is much of it. */
  default Copying copy(BiConsumer<K, V> to) {
    forEach(to);
    return Copying.DONE;
  }

  int size();
}

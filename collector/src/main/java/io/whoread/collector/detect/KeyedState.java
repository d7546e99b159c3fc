package io.whoread.collector.detect;

import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/**
 * What a stage remembers, by key, and when it wants to be woken for a key. Values may be changed in
 * place, but a change counts only once {@link #put} has been called: a state kept as bytes knows of
 * nothing else.
 *
 * <p>Time is event time, in milliseconds since 1970. Alarms are data like values are: they are kept
 * with them, and go off in the order of their times.
 */
interface KeyedState<K, V> {
  /** Of a key that has no alarm. */
  long NEVER = Long.MAX_VALUE;

  /** The value, or null. */
  V get(K key);

  void put(K key, V value);

  /**
   * Has {@link Stage#due} called for a key once the watermark has come to a time; takes the place
   * of the alarm that was set before. {@link #NEVER} takes it off.
   */
  void wakeAt(K key, long time);

  /** When the stage is woken for a key, or {@link #NEVER}. */
  long alarm(K key);

  /**
   * How far event time has come: the latest time met, as far as records or the collector's clock
   * have told it. While an alarm goes off it is the time of that alarm, however far a single record
   * carried it.
   */
  long watermark();

  /** Forgets what a test says can be forgotten, and its alarms. */
  void removeIf(BiPredicate<K, V> forgettable);

  void forEach(BiConsumer<K, V> visitor);

  int size();
}

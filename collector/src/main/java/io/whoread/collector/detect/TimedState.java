package io.whoread.collector.detect;

/**
 * A state of a stage that wants to be woken for a key.
 *
 * <p>Time is event time, in milliseconds since 1970. Alarms are data like values are: they are kept
 * with them, and go off in the order of their times.
 */
interface TimedState<K, V> extends KeyedState<K, V> {
  /** Of a key that has no alarm. */
  long NEVER = Long.MAX_VALUE;

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
}

package io.whoread.collector.detect;

import io.whoread.collector.detect.v1.Touch;
import java.util.function.Consumer;

/**
 * Picks out of all reads those that a rule counts apart, and says under whose name. What it
 * remembers for that is its own.
 */
interface Sieve {
  /**
   * @param actor key of the read's actor
   * @param touch of a role that the rule counts
   * @param next takes none, one, or several where it is known only later that they count
   */
  void accept(String actor, Touch touch, Consumer<Touch> next);

  /** Forgets what is of no more use. */
  default void forget(long now) {}
}

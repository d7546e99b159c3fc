package io.whoread.collector.detect;

/**
 * What is counted for a rule: distinct subjects among the reads of one class within a window.
 *
 * @param rule name of the rule
 * @param windowMs length of the window
 * @param readClass one of the classes of {@link RecentReads}
 * @param floor the least count that the rule speaks of
 * @param spreads how many spreads above the middle of what is ordinary the limit lies; 0 where
 *     nothing is ordinary, and the floor is the limit
 * @param rare whether what is counted happens to hardly anybody: where nothing is known, none is
 *     ordinary and the floor is the limit
 * @param learnMs so long what comes from a service is learnt and not held against habits; 0 for not
 *     at all
 * @param quietDays where it is told but once, however long it goes on: after so many days without
 *     is it told anew; 0 where it is told as often as it is beyond what is ordinary
 */
record Measure(
    String rule,
    long windowMs,
    int readClass,
    int floor,
    double spreads,
    boolean rare,
    long learnMs,
    int quietDays) {
  /** What is thought of a group where nothing is known of it. */
  Normal guess() {
    if (rare) {
      double none = Normal.root(0);
      return new Normal(0, none, (Normal.root(floor) - none) / spreads);
    }
    // The floor is an ordinary day, thrice the floor a busy one.
    return Normal.between(0, floor, 3.0 * floor);
  }

  /** Softens ratios of small counts: those below the floor mean little. */
  double softening() {
    return floor;
  }

  /** Whether it speaks by how surprising the reads are, and by no number of them. */
  boolean isBySurprise() {
    return readClass == RecentReads.UNEXPLAINED || readClass == RecentReads.SLOW;
  }

  /** Whether it is told but once while it goes on. */
  boolean isOnce() {
    return quietDays > 0;
  }

  /** Whether the count is ever ordinary: for who has left no number of reads is. */
  boolean knowsHabits() {
    return spreads > 0 || isOnce();
  }
}

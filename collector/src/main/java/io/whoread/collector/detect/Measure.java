package io.whoread.collector.detect;

/**
 * What is counted for a rule: distinct subjects among the reads of one class within a window.
 *
 * @param rule name of the rule
 * @param windowMs length of the window
 * @param readClass one of the classes of {@link RecentReads}
 * @param floor the least count that the rule speaks of
 * @param spreads how many spreads above the middle of what is ordinary the limit lies
 */
record Measure(String rule, long windowMs, int readClass, int floor, double spreads) {
  /** Softens ratios of small counts: those below the floor mean little. */
  double softening() {
    return floor;
  }

  /** Whether the count is ever ordinary: for who has left no number of reads is. */
  boolean knowsHabits() {
    return readClass != RecentReads.AWAY;
  }
}

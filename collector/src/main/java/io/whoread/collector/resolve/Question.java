package io.whoread.collector.resolve;

import java.time.Instant;

/**
 * Which orders does this stand for? Kept in memory alone.
 *
 * @param phone null where it is not known
 * @param name of a person; null likewise
 * @param from when it was bought, at the earliest
 * @param to when it was bought, at the latest
 */
public record Question(String phone, String name, Instant from, Instant to) {
  /** No message can repeat it. */
  @Override
  public String toString() {
    return "a question";
  }
}

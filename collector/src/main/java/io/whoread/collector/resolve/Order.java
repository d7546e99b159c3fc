package io.whoread.collector.resolve;

import io.whoread.collector.trace.TimeText;
import java.time.ZoneId;

/**
 * An order that may be meant. Kept in memory alone.
 *
 * @param number of the order, as services read it; also a customer's, who then stands for all that
 *     the customer bought
 * @param placed when; null where it was not told
 */
public record Order(String number, TimeText placed) {
  private static final int LONGEST = 128;

  /**
   * @param placed a time as a list of victims may have it; null or blank where it is not told
   * @return null where there is no number
   * @throws ResolverFailed where the number or the time cannot be one
   */
  static Order of(String number, String placed, ZoneId zone) {
    if (number == null || number.isBlank()) {
      return null;
    }
    if (number.strip().length() > LONGEST) {
      throw new ResolverFailed("tells an order number of more than " + LONGEST + " characters");
    }
    TimeText time = placed == null || placed.isBlank() ? null : TimeText.parse(placed, zone);
    if (time == null && placed != null && !placed.isBlank()) {
      throw new ResolverFailed(
          "tells as the time of an order what is none: expected such as 2026-03-01 09:30:00");
    }
    return new Order(number.strip(), time);
  }

  /** No message can repeat it. */
  @Override
  public String toString() {
    return "an order";
  }
}

package io.whoread.bench.market;

import java.time.LocalDate;

/**
 * How large a marketplace is. The number of people follows from the orders.
 *
 * @param start first day that is told; orders of sixty days before it are there already
 * @param days how many days are told
 * @param orders placed on an ordinary day
 * @param episodes of each kind of misuse
 * @param people how many times the people that such orders need: more of them have less to do each
 * @param looks how many times as often as an ordinary one a shop looks at its list of orders
 */
public record Size(
    LocalDate start, int days, int orders, int episodes, double people, double looks) {
  /** For the build: some hundred and fifty people. */
  public static final Size SMALL = new Size(LocalDate.of(2026, 5, 11), 45, 800, 2, 1, 1);

  /** Some two thousand five hundred people, a quarter of a year. */
  public static final Size FULL = new Size(LocalDate.of(2026, 3, 30), 90, 16_000, 12, 1, 1);

  /** A hundred thousand people, for what detection costs. */
  public static final Size COST = new Size(LocalDate.of(2026, 6, 8), 6, 60_000, 0, 13.2, 1);

  /** Some five thousand people and ten million reads in the time of a published case. */
  public static final Size TRACE = new Size(LocalDate.of(2026, 2, 24), 130, 1_500, 0, 26.1, 0.1);

  /** As many people who do more: thirty million reads. */
  public static final Size TRACE_BUSY = new Size(LocalDate.of(2026, 2, 24), 130, 4_000, 0, 9.8, 1);

  /** Misuse begins no earlier: the first 14 days of a service are learnt. */
  static final int LEARNT_DAYS = 15;

  /**
   * @throws IllegalArgumentException for another word
   */
  public static Size of(String name) {
    return switch (name) {
      case "small" -> SMALL;
      case "full" -> FULL;
      default ->
          throw new IllegalArgumentException(
              "--size: expected small or full, not \"" + name + "\"");
    };
  }
}

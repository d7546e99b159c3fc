package io.whoread.bench.market;

import java.util.Set;

/**
 * What a detector told: one revision of an alert.
 *
 * @param actor role and id, as {@link #key} joins them
 * @param from first read that it speaks of, milliseconds since 1970
 * @param to the last
 * @param raised when it was told
 * @param severity from 1, watch, to 3, urgent
 * @param risk for ranking; only its order counts
 * @param rules that spoke
 * @param addresses that it names
 * @param operations that it names
 */
public record Told(
    String id,
    String actor,
    long from,
    long to,
    long raised,
    int severity,
    double risk,
    Set<String> rules,
    Set<String> addresses,
    Set<String> operations) {
  static final int WATCH = 1;
  static final int REVIEW = 2;
  static final int URGENT = 3;

  static String key(String role, String id) {
    return role + ' ' + id;
  }
}

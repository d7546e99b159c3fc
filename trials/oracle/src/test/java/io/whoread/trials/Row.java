package io.whoread.trials;

import java.util.Comparator;

/**
 * One kind of one subject's data that left in one request.
 *
 * @param request number of the request, which its trace id and its log lines carry
 * @param actor role and id: {@code staff e1001}
 * @param operation with its form: {@code GET /orders/{orderNo} (opened)}
 * @param subject {@code order SO2026000001}
 * @param channel as in the records, in lower case
 * @param kind of personal data, followed by a {@code *} where it was masked
 */
record Row(
    String request, String actor, String operation, String subject, String channel, String kind)
    implements Comparable<Row> {
  private static final Comparator<Row> ORDER =
      Comparator.comparing(Row::request)
          .thenComparing(Row::actor)
          .thenComparing(Row::operation)
          .thenComparing(Row::subject)
          .thenComparing(Row::channel)
          .thenComparing(Row::kind);

  @Override
  public int compareTo(Row other) {
    return ORDER.compare(this, other);
  }
}

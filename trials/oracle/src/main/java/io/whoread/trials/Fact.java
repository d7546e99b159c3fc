package io.whoread.trials;

/**
 * A value that is somebody's.
 *
 * @param subject whose: {@code order SO2026000001}, {@code customer c10001}
 * @param kind of personal data, as in the records: {@code phone}
 */
record Fact(String subject, String kind, String value) {}

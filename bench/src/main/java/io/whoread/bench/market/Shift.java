package io.whoread.bench.market;

/** Hours in which somebody works, in milliseconds since 1970. */
record Shift(long from, long to) {
  boolean holds(long time) {
    return time >= from && time < to;
  }
}

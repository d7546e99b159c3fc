package io.whoread.bench.market;

/**
 * One request of one reader: becomes one access of the trail.
 *
 * @param time milliseconds since 1970
 * @param behalf for whom, or null
 * @param session any number; the same is the same session
 * @param purpose empty for none
 * @param orders numbers of the orders read
 * @param logged whether what left in plain was written into a log as well
 * @param planted the misuse that it is part of, or null
 */
public record Visit(
    long time,
    Reader reader,
    Reader behalf,
    Operation operation,
    String address,
    long session,
    String purpose,
    int[] orders,
    boolean logged,
    Episode planted) {}

package io.whoread.collector.detect.work;

/**
 * Who reads, when and how.
 *
 * @param actor hash of the actor, never 0
 * @param timeMs since 1970
 * @param form number of {@link io.whoread.record.v1.Form}
 */
public record Moment(int actor, long timeMs, int form) {}

package io.whoread.collector.alert;

import io.whoread.collector.log.v1.AlertStep;
import java.time.Instant;

/**
 * What a person did about an alert.
 *
 * @param position of its entry in the log
 * @param received when the log took it, by the collector's clock
 */
public record Step(long position, Instant received, AlertStep step) {}

package io.whoread.collector.alert;

import io.whoread.collector.alert.v1.Alert;
import java.time.Instant;

/**
 * The newest revision of an alert.
 *
 * @param position of that revision's entry in the log
 * @param received when the log took it, by the collector's clock
 */
public record AlertRow(Alert alert, long position, Instant received) {}

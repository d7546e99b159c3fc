package io.whoread.collector.detect;

import io.whoread.collector.alert.v1.Alert;

/** Takes what detection has to tell, in order. */
@FunctionalInterface
interface Alarm {
  /** A new alert, or a new revision of one. */
  void raise(Alert alert);

  /** How an alert stands by now, between two revisions: under the number of the last one. */
  default void stand(Alert alert) {}
}

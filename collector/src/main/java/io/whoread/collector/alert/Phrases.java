package io.whoread.collector.alert;

import io.whoread.collector.alert.v1.Alert;

/** The parts of an alert's sentence in one language. */
interface Phrases {
  /** The actor and its role. */
  String who(Alert alert);

  /** A signal in full. */
  String signal(Alert alert, SignalFacts signal);

  /** A further signal of the same alert, in a few words. */
  String also(SignalFacts signal);

  String end();
}

package io.whoread.collector.alert;

import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import java.time.ZoneId;
import java.util.Locale;

/**
 * Says in one sentence what happened, against what was normal. Holds no state; safe for many
 * threads.
 */
public final class Sentences {
  private final Locale locale;
  private final ZoneId zone;

  /**
   * @param locale Chinese for {@code zh}, else English
   * @param zone that times are told in
   */
  public Sentences(Locale locale, ZoneId zone) {
    this.locale = locale;
    this.zone = zone;
  }

  /** The alert in one sentence: its weightiest signal in full, the others in a few words. */
  public String sentence(Alert alert) {
    return alert.getActor() + ": " + sentence(alert, alert.getSignals(0));
  }

  /** One signal of an alert in a sentence. */
  public String sentence(Alert alert, Signal signal) {
    return signal.getRule() + " " + signal.getObserved() + " " + locale + " " + zone;
  }
}

package io.whoread.collector.alert;

import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import java.time.ZoneId;
import java.util.Locale;

/**
 * Says in one sentence what happened, against what was normal. What an auditor believes and the
 * person concerned can answer: data was "returned to" somebody, never "seen by". Safe for many
 * threads.
 */
public final class Sentences {
  private final Phrases phrases;
  private final ZoneId zone;

  /**
   * @param locale Chinese for {@code zh}, else English
   * @param zone that times are told in
   */
  public Sentences(Locale locale, ZoneId zone) {
    this.phrases = locale.getLanguage().equals("zh") ? new ChinesePhrases() : new EnglishPhrases();
    this.zone = zone;
  }

  /** The alert in one sentence: its weightiest signal in full, the others in a few words. */
  public String sentence(Alert alert) {
    if (alert.getSignalsCount() == 0) {
      return phrases.who(alert);
    }
    StringBuilder text = new StringBuilder(sentence(alert, alert.getSignals(0)));
    String first = alert.getSignals(0).getRule();
    alert.getSignalsList().stream()
        .filter(signal -> !signal.getRule().equals(first))
        .map(signal -> phrases.also(new SignalFacts(signal, zone)))
        .distinct()
        .forEach(text::append);
    return text.append(phrases.end()).toString();
  }

  /** One signal of an alert, without a full stop. */
  public String sentence(Alert alert, Signal signal) {
    return phrases.signal(alert, new SignalFacts(signal, zone));
  }
}

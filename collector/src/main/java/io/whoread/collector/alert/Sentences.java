package io.whoread.collector.alert;

import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

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
    // The windows of one rule tell of the same reads: the weightiest, which comes first, will do.
    Set<String> told = new HashSet<>();
    told.add(alert.getSignals(0).getRule());
    for (Signal signal : alert.getSignalsList()) {
      if (told.add(signal.getRule())) {
        text.append(phrases.also(new SignalFacts(signal, zone)));
      }
    }
    return text.append(phrases.end()).toString();
  }

  /** One signal of an alert, without a full stop. */
  public String sentence(Alert alert, Signal signal) {
    return phrases.signal(alert, new SignalFacts(signal, zone));
  }
}

package io.whoread.collector.notify;

import com.google.protobuf.util.Timestamps;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.alert.v1.Signal;
import io.whoread.collector.notify.v1.Notice;
import java.util.HashSet;
import java.util.Set;

/**
 * What may be told of an alert. Names of people stay out of chat messages, and so does everything
 * that could be one: only numbers, times, and the words of rules, roles and teams are taken over.
 */
final class Notices {
  private static final int LONGEST_WORD = 60;

  private Notices() {}

  static Notice of(Alert alert) {
    Notice.Builder notice =
        Notice.newBuilder()
            .setAlert(word(alert.getId()))
            .setRevision(alert.getRevision())
            .setSeverity(alert.getSeverity())
            .setRisk(alert.getRisk())
            .setRole(word(alert.getRole()))
            .setTeam(word(alert.getGroup().isEmpty() ? alert.getRole() : alert.getGroup()))
            .setFromMs(Timestamps.toMillis(alert.getFrom()))
            .setToMs(Timestamps.toMillis(alert.getTo()))
            .setFirstRaisedMs(Timestamps.toMillis(alert.getFirstRaised()))
            .setRaisedMs(Timestamps.toMillis(alert.getRaised()));
    // The windows of one rule tell of the same reads: the weightiest comes first.
    Set<String> told = new HashSet<>();
    for (Signal signal : alert.getSignalsList()) {
      if (!signal.getAccompanies() && told.add(signal.getRule())) {
        notice.addCounts(count(signal));
      }
    }
    return notice.build();
  }

  private static Notice.Count count(Signal signal) {
    Notice.Count.Builder count =
        Notice.Count.newBuilder()
            .setRule(word(signal.getRule()))
            .setObserved(signal.getObserved())
            .setWindowSeconds(signal.getWindowSeconds())
            .setPlain(signal.getPlain())
            .setAbout(signal.getError() > 0.005);
    signal.getFormsMap().forEach(count::putForms);
    if (signal.hasLimit()) {
      count.setLimit(signal.getLimit());
    }
    if (signal.hasGroupNormal()) {
      count.setGroupNormal(signal.getGroupNormal());
    }
    return count.build();
  }

  /**
   * A word with nothing in it that a chat, a mail header or a log would take for more than a word:
   * no link, no mention of a person, no line.
   */
  static String word(String text) {
    String plain = text.replaceAll("[^\\p{L}\\p{M}\\p{N} ._/+-]", " ").strip();
    return plain.length() <= LONGEST_WORD ? plain : plain.substring(0, LONGEST_WORD);
  }
}

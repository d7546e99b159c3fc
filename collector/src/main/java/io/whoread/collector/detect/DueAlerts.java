package io.whoread.collector.detect;

import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Entry;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes alerts into the log, each once. An alert that the stages raise is <em>due</em> until it is
 * met in the log. Live it is appended at once. After a crash the state of the last snapshot, its
 * due alerts included, is brought up to the end of the log first: the stages raise again what they
 * raised before, since they know neither clock nor chance, and what had reached the disk is met and
 * struck off. What is still due at the end never reached it, and is appended then. No alert is
 * written twice and none is lost, wherever the crash came.
 *
 * <p>Alerts reach the log in the order of the entries that caused them. So where the state had to
 * be made again from the start, or with other rules, nothing is written for an entry before that of
 * the last alert in the log: what was judged stays judged.
 */
final class DueAlerts {
  /** Alerts that wait to be met in the log: more than it takes in before a disk is full. */
  private static final int MOST = 100_000;

  private static final Logger LOGGER = LoggerFactory.getLogger(DueAlerts.class);

  private record Revision(String id, int revision) {
    static Revision of(Alert alert) {
      return new Revision(alert.getId(), alert.getRevision());
    }
  }

  private final Log log;
  private final Map<Revision, Alert> due = new LinkedHashMap<>();
  private boolean live;
  private long lastSource;
  private volatile long written;

  DueAlerts(Log log) {
    this.log = log;
  }

  /** Goes on from a snapshot. */
  void restore(List<Alert> alerts, long source) {
    alerts.forEach(alert -> due.put(Revision.of(alert), alert));
    lastSource = source;
  }

  /** Those that wait, the oldest first. */
  List<Alert> all() {
    return List.copyOf(due.values());
  }

  /** Source position of the last alert met in the log. */
  long lastSource() {
    return lastSource;
  }

  /** Written since the start. */
  long written() {
    return written;
  }

  /** Whether all is known that had been written before. */
  boolean isLive() {
    return live;
  }

  /** From here on alerts are written at once, beginning with those that did not reach the log. */
  void goLive() {
    live = true;
    dropJudged();
    all().forEach(this::write);
  }

  void raise(Alert alert) {
    if (due.size() == MOST) {
      LOGGER.error("too many alerts wait for the log: the oldest is not written");
      due.remove(due.keySet().iterator().next());
    }
    due.put(Revision.of(alert), alert);
    if (live) {
      write(alert);
    }
  }

  /** Takes in an alert of the log. */
  void met(Alert alert) {
    due.remove(Revision.of(alert));
    if (isBefore(lastSource, alert.getSourcePosition())) {
      lastSource = alert.getSourcePosition();
    }
    dropJudged();
  }

  /**
   * Alerts are written in the order of their sources: what is due for an entry before the last one
   * that the log has an alert for is never written.
   */
  private void dropJudged() {
    Iterator<Alert> oldest = due.values().iterator();
    while (oldest.hasNext() && isBefore(oldest.next().getSourcePosition(), lastSource)) {
      oldest.remove();
    }
  }

  /** Whether one entry comes before another. */
  private boolean isBefore(long one, long other) {
    return log.isBefore(one + 1, other + 1);
  }

  private void write(Alert alert) {
    written++;
    Entry entry = Entry.newBuilder().setAlert(alert).build();
    if (entry.getSerializedSize() > Log.MAX_ENTRY_BYTES) {
      LOGGER.error("alert {} is larger than an entry may be: not written", alert.getId());
      due.remove(Revision.of(alert));
      return;
    }
    log.append(entry)
        .whenComplete(
            (at, failure) -> {
              if (failure != null) {
                LOGGER.error(
                    "alert {} could not be written, and is due again after a restart",
                    alert.getId(),
                    failure);
              }
            });
  }
}

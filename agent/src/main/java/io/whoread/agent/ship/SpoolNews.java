package io.whoread.agent.ship;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the service's log is told of a spool that cannot be written: nothing is recorded meanwhile,
 * and nobody else can tell, for the collector hears of it only when it is over.
 *
 * <p>Said at once, again every hour while it lasts, and when it is over. A spool that comes and
 * goes, as a full one may, is not told more often either, unless it has gone for a minute.
 */
final class SpoolNews {
  static final long AGAIN_MS = TimeUnit.HOURS.toMillis(1);
  static final long LASTING_MS = TimeUnit.MINUTES.toMillis(1);

  /** What would be right where a spool is full. */
  static final String FULL =
      "it is full: either the collector takes what is in it, or there is more room, as spool:"
          + " max-mb: in whoread.yaml says";

  private static final Logger LOG = LoggerFactory.getLogger(SpoolNews.class);

  private final File parent;
  private boolean gone;
  private long goneMs;

  /** Whether it was said that it is gone, and not yet that it is there again. */
  private boolean told;

  private boolean ever;
  private long toldMs;

  /**
   * @param parent the service's folder
   */
  SpoolNews(File parent) {
    this.parent = parent;
  }

  /** What is wrong with a folder, and what would be right. */
  static String of(IOException error) {
    String why = error.getMessage();
    return (why == null ? error.getClass().getName() : why)
        + "; right would be a folder that the service's user may write, with room: spool: dir: in"
        + " whoread.yaml";
  }

  /**
   * @param problem why nothing can be written and what would be right; null where it can
   * @param nowMs by a clock that is never set
   */
  void look(String problem, long nowMs) {
    if (problem == null) {
      if (told) {
        LOG.warn("records again: the spool {} can be written", parent);
      }
      told = false;
      gone = false;
      return;
    }
    if (!gone) {
      gone = true;
      goneMs = nowMs;
    }
    boolean lasts = !told && nowMs - goneMs >= LASTING_MS;
    if (!ever || lasts || nowMs - toldMs >= AGAIN_MS) {
      told = true;
      ever = true;
      toldMs = nowMs;
      LOG.warn("RECORDS NOTHING: the spool {} cannot be written: {}", parent, problem);
    }
  }
}

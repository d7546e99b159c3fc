package io.whoread.collector.detect;

import io.whoread.collector.settings.FileStamps;
import io.whoread.collector.settings.SettingsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules as they lie on disk. What is wrong with them is told and changes nothing; what is
 * written just now is left alone until it stays as it is.
 */
final class RulesWatch {
  /** All files together must fit into an entry of the log. */
  private static final int MOST_BYTES = 60_000;

  private static final Logger LOGGER = LoggerFactory.getLogger(RulesWatch.class);

  private final Path file;
  private volatile RuleSet rules;

  /** Of the rules, and as they were seen last. */
  private List<Object> stamps;

  private List<Object> seen;
  private volatile String problem;

  /**
   * @param file need not exist; null for the rules as shipped
   * @throws SettingsException for rules that cannot be used
   */
  RulesWatch(Path file) {
    this.file = file;
    this.rules = read();
    this.stamps = stamps(rules);
    this.seen = stamps;
  }

  /** As they were when they last could be used. */
  RuleSet rules() {
    return rules;
  }

  /** What is wrong with them as they lie on disk, with file and line; null where nothing is. */
  String problem() {
    return problem;
  }

  /** Looks whether they have changed. To be called every second or so, by one thread. */
  void look() {
    List<Object> now = stamps(rules);
    boolean settled = now.equals(seen);
    seen = now;
    if (!settled || now.equals(stamps) && problem == null) {
      return;
    }
    try {
      RuleSet next = read();
      if (!next.rules().zone().equals(rules.rules().zone())) {
        throw new SettingsException(
            file + ": another `zone` is taken at a start of the collector alone");
      }
      // As before it was read: what was changed since is seen the next time.
      stamps = next.paths().equals(rules.paths()) ? now : stamps(next);
      seen = stamps;
      rules = next;
      if (problem != null) {
        problem = null;
        LOGGER.info("{} is in force, as it is now", file);
      }
    } catch (SettingsException e) {
      if (!e.getMessage().equals(problem)) {
        problem = e.getMessage();
        LOGGER.error("the rules before stay in force: {}", e.getMessage());
      }
    }
  }

  private RuleSet read() {
    RuleSet read = RulesFile.set(file);
    long bytes = 0;
    for (Map.Entry<String, String> each : read.files().entrySet()) {
      bytes += (each.getKey() + each.getValue()).getBytes(StandardCharsets.UTF_8).length;
    }
    if (bytes > MOST_BYTES) {
      throw new SettingsException(
          file
              + ": with the files that it names "
              + bytes
              + " bytes, and at most "
              + MOST_BYTES
              + " are taken: who is in which team can come by `whoread people import`");
    }
    return read;
  }

  private List<Object> stamps(RuleSet of) {
    return file == null
        ? List.of()
        : FileStamps.of(of.paths().isEmpty() ? List.of(file) : of.paths());
  }
}

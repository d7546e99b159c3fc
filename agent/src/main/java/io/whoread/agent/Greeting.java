package io.whoread.agent;

import io.whoread.agent.config.Config;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The one line that is said at start: what is guarded, and where records go, if anywhere. */
final class Greeting {
  private Greeting() {}

  /**
   * @param records whether the spool can be written; why not is told by whoever finds it out
   */
  static String of(Config config, boolean records) {
    String guards =
        config.guard.isEmpty() ? "guards what looks personal by its name" : guards(config);
    String from = config.source.equals("guessed") ? "no whoread.yaml" : config.source;
    String to =
        config.collectors.isEmpty()
            ? "keeps records in " + config.spoolDir
            : "sends to "
                + config.collectors.stream().map(URI::toString).collect(Collectors.joining(" or "));
    return Instance.version()
        + (records
            ? " "
            : " RECORDS NOTHING until the spool " + config.spoolDir + " can be written; then it ")
        + (guards + " (" + from + "), " + to + " as " + config.service);
  }

  /** How many classes a pattern fits is not known yet. */
  private static String guards(Config config) {
    long tables = config.guard.stream().filter(rule -> rule.type == null).count();
    long patterns =
        config.guard.stream().filter(rule -> rule.type != null && !rule.type.isExact()).count();
    long classes = config.guard.size() - tables - patterns;
    List<String> parts = new ArrayList<>();
    if (classes > 0) {
      parts.add(classes == 1 ? "1 class" : classes + " classes");
    }
    if (tables > 0) {
      parts.add(tables == 1 ? "1 table" : tables + " tables");
    }
    if (patterns > 0) {
      parts.add(patterns == 1 ? "by 1 pattern" : "by " + patterns + " patterns");
    }
    int last = parts.size() - 1;
    String before = String.join(", ", parts.subList(0, last));
    return "guards " + (before.isEmpty() ? "" : before + " and ") + parts.get(last);
  }
}

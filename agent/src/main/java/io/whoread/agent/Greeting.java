package io.whoread.agent;

import io.whoread.agent.config.Config;

/** The one line that is said at start: what is guarded, and where records go. */
final class Greeting {
  private Greeting() {}

  static String of(Config config) {
    String guards =
        config.guard.isEmpty() ? "guards what looks personal by its name" : guards(config);
    String from = config.source.equals("guessed") ? "no whoread.yaml" : config.source;
    String to =
        config.collector == null
            ? "keeps records in " + config.spoolDir
            : "sends to " + config.collector;
    return Instance.version() + " " + guards + " (" + from + "), " + to + " as " + config.service;
  }

  /** How many classes a pattern fits is not known yet. */
  private static String guards(Config config) {
    long classes = config.guard.stream().filter(rule -> rule.type.isExact()).count();
    long patterns = config.guard.size() - classes;
    String named = classes == 1 ? "1 class" : classes + " classes";
    String fitted = patterns == 1 ? "1 pattern" : patterns + " patterns";
    return patterns == 0
        ? "guards " + named
        : classes == 0 ? "guards by " + fitted : "guards " + named + " and by " + fitted;
  }
}

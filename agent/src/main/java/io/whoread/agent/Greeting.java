package io.whoread.agent;

import io.whoread.agent.config.Config;

/** The one line that is said at start: what is guarded, and where records go. */
final class Greeting {
  private Greeting() {}

  static String of(Config config) {
    String guards =
        config.guard.isEmpty()
            ? "guards what looks personal by its name"
            : "guards " + config.guard.size() + (config.guard.size() == 1 ? " class" : " classes");
    String from = config.source.equals("guessed") ? "no whoread.yaml" : config.source;
    String to =
        config.collector == null
            ? "keeps records in " + config.spoolDir
            : "sends to " + config.collector;
    return Instance.version() + " " + guards + " (" + from + "), " + to + " as " + config.service;
  }
}

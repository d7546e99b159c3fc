package io.whoread.collector.detect;

import java.util.Set;

/** The rules that there are, by the names that settings, alerts and screens use. */
public final class RuleNames {
  private RuleNames() {}

  public static Set<String> all() {
    return RulesFile.KNOWN;
  }
}

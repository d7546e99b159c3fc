package io.whoread.agent.scan;

import io.whoread.agent.config.Config;
import io.whoread.agent.config.GuardRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The members that a configuration guards, held against a list that was made by hand. */
record Measured(Set<String> right, Set<String> extra, Set<String> missing) {
  /**
   * @param expected lines of {@code Class.member kind}; empty ones and such that begin with # count
   *     for nothing
   */
  static Measured of(Config config, List<String> expected) {
    Set<String> wanted =
        expected.stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> found = new TreeSet<>();
    for (GuardRule rule : config.guard) {
      String type = rule.type.toString().replaceAll(".*[.$]", "");
      Map<String, String> fields = new TreeMap<>(rule.fields);
      fields.forEach((member, kind) -> found.add(type + "." + member + " " + kind));
    }
    Set<String> right = new TreeSet<>(found);
    right.retainAll(wanted);
    Set<String> extra = new TreeSet<>(found);
    extra.removeAll(wanted);
    wanted.removeAll(found);
    return new Measured(right, extra, wanted);
  }

  double precision() {
    return right.size() / (double) (right.size() + extra.size());
  }

  double recall() {
    return right.size() / (double) (right.size() + missing.size());
  }
}

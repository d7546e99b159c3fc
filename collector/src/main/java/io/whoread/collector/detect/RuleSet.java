package io.whoread.collector.detect;

import io.whoread.collector.log.Sha256;
import io.whoread.collector.log.v1.RulesChange;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Rules, and what they are made of.
 *
 * @param files as they are written, by name; without those that come with the program
 * @param said every single value that the rules say, by its keys with dots between them
 * @param paths where the files lie, or are looked for; none for rules that were in force once
 */
record RuleSet(Rules rules, Map<String, String> files, Map<String, String> said, List<Path> paths) {
  /** So many differences stand in an entry: it must fit, whatever was changed. */
  private static final int MOST_DIFFERENCES = 100;

  private static final int LONGEST_VALUE = 200;

  String version() {
    return rules.version();
  }

  /** What tells these rules from others that were in force before, and how to make them again. */
  RulesChange change(RuleSet before) {
    RulesChange.Builder change =
        RulesChange.newBuilder()
            .setVersion(version())
            .setVersionBefore(before.version())
            .putAllFiles(files);
    Map<String, String> was = before.all();
    Map<String, String> is = all();
    TreeSet<String> keys = new TreeSet<>(was.keySet());
    keys.addAll(is.keySet());
    keys.stream()
        .filter(key -> !is.getOrDefault(key, "").equals(was.getOrDefault(key, "")))
        .limit(MOST_DIFFERENCES)
        .forEach(
            key ->
                change.addDifferences(
                    RulesChange.Difference.newBuilder()
                        .setKey(cut(key))
                        .setWas(cut(was.getOrDefault(key, "")))
                        .setIs(cut(is.getOrDefault(key, "")))));
    return change.build();
  }

  /** Of a file beside the rules, its hash stands for what it says. */
  private Map<String, String> all() {
    Map<String, String> all = new TreeMap<>(said);
    files.forEach(
        (name, text) -> {
          if (!name.equals(RulesFile.DEFAULTS)) {
            all.put(name, "SHA-256 " + HexFormat.of().formatHex(Sha256.of(text), 0, 8));
          }
        });
    return all;
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE - 1) + '\u2026';
  }
}

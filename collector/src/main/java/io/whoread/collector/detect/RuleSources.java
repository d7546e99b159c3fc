package io.whoread.collector.detect;

import io.whoread.collector.log.Sha256;
import io.whoread.collector.settings.Yaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files that rules are made of, and the version that follows from what they say. */
final class RuleSources {
  /** Where other files are looked for; null where there are only those given. */
  private final Path folder;

  /** By the name that the rules give them. */
  private final Map<String, String> files = new TreeMap<>();

  private final List<Path> paths = new ArrayList<>();
  private final StringBuilder canonical = new StringBuilder();

  private RuleSources(Path folder) {
    this.folder = folder;
  }

  /** What comes with the program, and nothing else. */
  static RuleSources none() {
    return new RuleSources(null);
  }

  /** Files as they lie in a folder. */
  static RuleSources in(Path folder) {
    return new RuleSources(folder);
  }

  /** Files as they were. */
  static RuleSources of(Map<String, String> files) {
    RuleSources sources = new RuleSources(null);
    sources.files.putAll(files);
    return sources;
  }

  /** Takes in a file that was read. */
  void read(String name, Path path, String text) {
    files.put(name, text);
    paths.add(path);
  }

  /** What was read, by name. */
  Map<String, String> files() {
    return Map.copyOf(files);
  }

  /** Where that lies. */
  List<Path> paths() {
    return List.copyOf(paths);
  }

  /** What is said, in one form however it was written, and so part of the version. */
  void said(Yaml yaml) {
    yaml.canonical(canonical);
  }

  void said(String text) {
    canonical.append(text);
  }

  /** First 16 hexadecimal digits of the SHA-256 of all that was said. */
  String version() {
    return HexFormat.of().formatHex(Sha256.of(canonical.toString()), 0, 8);
  }

  /**
   * A file beside the rules.
   *
   * @param label its name in messages
   */
  record Sibling(String label, String text) {}

  Sibling sibling(Yaml name) {
    if (folder == null) {
      String text = files.get(name.text());
      if (text == null) {
        throw name.wrong("no list is named \"" + name.text() + "\"");
      }
      return new Sibling(name.text(), text);
    }
    Path path = folder.resolve(name.text());
    // Looked for again where it is not there yet.
    paths.add(path);
    if (!Files.isReadable(path)) {
      throw name.wrong(path + ": no such file, or not readable");
    }
    String text = Yaml.source(path);
    files.put(name.text(), text);
    return new Sibling(path.toString(), text);
  }

  /** Whether the program comes with a file of that name. */
  static boolean isShipped(String name) {
    return RuleSources.class.getResource(name) != null;
  }
}

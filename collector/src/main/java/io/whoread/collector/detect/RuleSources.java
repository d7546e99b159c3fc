package io.whoread.collector.detect;

import io.whoread.collector.log.Sha256;
import io.whoread.collector.settings.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** The files that rules are made of, and the version that follows from what they say. */
final class RuleSources {
  /** Where other files are looked for; null where there is only what comes with the program. */
  private final Path folder;

  private final StringBuilder canonical = new StringBuilder();

  RuleSources(Path folder) {
    this.folder = folder;
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

  /** A file beside the rules. */
  Path sibling(Yaml name) {
    if (folder == null) {
      throw name.wrong("no list is named \"" + name.text() + "\"");
    }
    Path path = folder.resolve(name.text());
    if (!Files.isReadable(path)) {
      throw name.wrong(path + ": no such file, or not readable");
    }
    return path;
  }

  /** Whether the program comes with a file of that name. */
  static boolean isShipped(String name) {
    return RuleSources.class.getResource(name) != null;
  }

  static Yaml shipped(String name) {
    try (InputStream in = RuleSources.class.getResourceAsStream(name)) {
      return Yaml.parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.whoread.collector.api;

import io.whoread.record.PseudonymKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The keys of {@code DATA/key}, every epoch that still stands there; read for each look-up. */
final class Keys {
  private final Path file;

  Keys(Path data) {
    this.file = data.resolve("key");
  }

  /** Whether there are any. */
  boolean exist() {
    return Files.exists(file);
  }

  /** The current one first. */
  List<PseudonymKey> all() throws IOException {
    if (!exist()) {
      throw new Refusal(
          503,
          "no-key",
          "The collector has no key to make pseudonyms with; `./whoread service add` makes one.");
    }
    return PseudonymKey.read(file);
  }
}

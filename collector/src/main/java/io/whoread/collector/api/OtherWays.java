package io.whoread.collector.api;

import io.whoread.collector.settings.SettingsException;
import io.whoread.collector.trace.WaysOut;
import java.nio.file.Path;

/** {@code DATA/ways-out.yaml}, read for each trace. */
final class OtherWays {
  private final Path file;

  /**
   * @throws SettingsException for anything that is wrong with the file
   */
  OtherWays(Path data) {
    this.file = data.resolve(WaysOut.FILE);
    WaysOut.read(file);
  }

  /**
   * @throws Refusal with file and line, where it has become unusable
   */
  WaysOut now() {
    try {
      return WaysOut.read(file);
    } catch (SettingsException e) {
      throw new Refusal(503, "bad-ways-out", e.getMessage(), e);
    }
  }
}

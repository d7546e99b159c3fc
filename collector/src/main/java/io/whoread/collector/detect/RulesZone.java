package io.whoread.collector.detect;

import io.whoread.collector.settings.SettingsException;
import java.nio.file.Path;
import java.time.ZoneId;

/** The zone in which rules reckon, and in which people are told of times. */
public final class RulesZone {
  private RulesZone() {}

  /**
   * @param data the collector's folder: holds {@code rules.yaml}, which need not be there
   * @throws SettingsException for rules that cannot be used
   */
  public static ZoneId of(Path data) {
    return RulesFile.read(data.resolve(RulesFile.DEFAULTS)).zone();
  }
}

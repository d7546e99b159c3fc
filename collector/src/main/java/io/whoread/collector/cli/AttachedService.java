package io.whoread.collector.cli;

import io.whoread.collector.settings.Yaml;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What the folder of an attached service says about the way to its collector.
 *
 * @param ca certificates to trust the collector by; null for the usual ones
 */
record AttachedService(URI collector, Path token, Path ca) {
  /** Reads {@code whoread.yaml} in a folder; without one all is as it is by default. */
  static AttachedService read(Path folder) throws IOException {
    Path yaml = folder.resolve("whoread.yaml");
    Map<?, ?> settings = Map.of();
    if (Files.isReadable(yaml)) {
      try {
        Object root =
            new Load(LoadSettings.builder().build()).loadFromString(Files.readString(yaml));
        settings = root instanceof Map<?, ?> map ? map : settings;
      } catch (YamlEngineException e) {
        throw new CommandFailed(Yaml.notYaml(yaml, e), e);
      }
    }
    Object ca = settings.get("ca-file");
    return new AttachedService(
        address(yaml, settings.get("collector")),
        folder.resolve(settings.get("token-file") instanceof String token ? token : "token"),
        ca instanceof String file ? folder.resolve(file) : null);
  }

  private static URI address(Path yaml, Object collector) {
    if (collector == null) {
      return ListeningAddress.USUAL;
    }
    try {
      return CollectorAddress.of(String.valueOf(collector));
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(yaml + ": collector: " + e.getMessage(), e);
    }
  }
}

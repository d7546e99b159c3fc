package io.whoread.collector.cli;

import io.whoread.collector.settings.Yaml;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What the folder of an attached service says about the way to its collector.
 *
 * @param collectors of which one takes records at a time; at least one
 * @param ca certificates to trust the collector by; null for the usual ones
 */
record AttachedService(List<URI> collectors, Path token, Path ca) {
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
        addresses(yaml, settings.get("collector")),
        folder.resolve(settings.get("token-file") instanceof String token ? token : "token"),
        ca instanceof String file ? folder.resolve(file) : null);
  }

  private static List<URI> addresses(Path yaml, Object collector) {
    if (collector instanceof List<?> several && !several.isEmpty()) {
      return several.stream().map(each -> address(yaml, each)).toList();
    }
    return List.of(collector == null ? ListeningAddress.USUAL : address(yaml, collector));
  }

  /**
   * The collector that takes records, of those that stand in for one another; where none does, the
   * last.
   *
   * @param ca as {@link #ca}, or what was given in its place
   */
  URI collector(Path ca) {
    if (collectors.size() > 1) {
      try (HttpClient client = CollectorHttp.client(ca)) {
        for (URI each : collectors) {
          if (CollectorHttp.isCollector(client, each)) {
            return each;
          }
        }
      }
    }
    return collectors.getLast();
  }

  private static URI address(Path yaml, Object collector) {
    try {
      return CollectorAddress.of(String.valueOf(collector));
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(yaml + ": collector: " + e.getMessage(), e);
    }
  }
}
